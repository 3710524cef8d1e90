uniform vec3 hair_colour;
uniform float density;

void main() {
    float strands = noise(vec3(v_uv * vec2(70.0, 9.0) + vec2(v_uv.y * 14.0, 0.0), 2.0));
    float edge = smoothstep(0.0, 0.25, v_uv.x) ;
    float alpha = clamp(density * (0.35 + 0.9 * strands), 0.0, 1.0);
    vec3 n = normalize(v_normal);
    if (dot(n, eye - v_world) < 0.0) n = -n;
    float facing = clamp(dot(n, key_direction) * 0.7 + 0.3, 0.0, 1.0);
    vec3 colour = linear(hair_colour) * (0.5 + 0.6 * strands) * (key_colour * facing * mix(0.4, 1.0, shadow(n)) + ambient(n, v_extra.y));
    finish(colour, alpha);
}
