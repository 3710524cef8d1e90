void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0) n = -n;
    bool tooth = v_extra.x > 5.0;
    float deep = smoothstep(0.145, 0.095, v_canon.z);
    vec3 albedo = tooth ? vec3(0.80, 0.75, 0.66) : vec3(0.50, 0.16, 0.16) * (0.8 + 0.4 * texture(grain, v_canon.xy * 5.0).x);
    float facing = clamp(dot(n, key_direction) * 0.6 + 0.4, 0.0, 1.0);
    vec3 colour = albedo * (key_colour * facing * mix(0.25, 0.8, shadow(n)) + ambient(n, 0.75)) * mix(1.0, 0.18, deep);
    float s = pow(max(dot(n, normalize(key_direction + view)), 0.0), 60.0);
    colour += key_colour * s * (tooth ? 0.25 : 0.12) * (1.0 - deep);
    finish(colour, 1.0);
}
