void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0) n = -n;
    bool tooth = v_extra.x > 5.0;
    float deep = smoothstep(0.145, 0.095, v_canon.z);
    vec3 albedo = tooth ? vec3(0.97, 0.93, 0.86) : vec3(0.50, 0.16, 0.16) * (0.8 + 0.4 * texture(grain, v_canon.xy * 5.0).x);
    float facing = clamp(dot(n, key_direction) * 0.6 + 0.4, 0.0, 1.0);
    // Light goes through teeth and between them: in the shade of a lip they stay bright.
    float lit = tooth ? mix(0.55, 0.95, shadow(n)) : mix(0.25, 0.8, shadow(n));
    vec3 colour = albedo * (key_colour * facing * lit + ambient(n, tooth ? 0.95 : 0.75)) * mix(1.0, tooth ? 0.45 : 0.18, deep);
    float s = pow(max(dot(n, normalize(key_direction + view)), 0.0), 60.0);
    colour += key_colour * s * (tooth ? 0.25 : 0.12) * (1.0 - deep);
    finish(colour, 1.0);
}
