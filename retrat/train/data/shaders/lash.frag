void main() {
    float tip = v_paint.x, upper = v_paint.y;
    vec2 from = vec2(abs(v_canon.x) - 0.031, v_canon.y - 0.722);
    float comb = 0.5 + 0.5 * sin(atan(from.y, from.x) * 90.0);
    float alpha = pow(1.0 - tip, 1.3) * mix(0.35, 0.95, upper) * mix(1.0, comb, 0.5 * tip + 0.2);
    if (alpha < 0.04) discard;
    finish(vec3(0.012, 0.010, 0.009) * (key_colour + sky_colour), alpha);
}
