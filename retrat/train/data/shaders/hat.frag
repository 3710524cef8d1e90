uniform vec3 hat_colour;
uniform int weave;   // 0 felt with a band, 1 knit, 2 smooth scarf

void main() {
    vec2 oval = vec2(v_canon.x / 0.064, (v_canon.y - 0.705) / 0.088);   // where a scarf leaves the face free
    if (weave == 2 && v_canon.z > 0.05 && dot(oval, oval) < 1.0) discard;
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0) n = -n;
    vec3 albedo = linear(hat_colour);
    float around = atan(v_canon.x, v_canon.z - 0.03);
    if (weave == 0) {
        albedo *= 0.85 + 0.3 * texture(grain, v_canon.xy * 11.0).x;
        albedo *= 1.0 - 0.65 * smoothstep(0.803, 0.806, v_canon.y) * smoothstep(0.828, 0.825, v_canon.y) * step(length(v_canon.xz - vec2(0.0, 0.03)), 0.125);
    } else if (weave == 1) {
        float rib = sin(around * 60.0), row = sin(v_canon.y * 1100.0);
        albedo *= 0.80 + 0.20 * rib * (0.7 + 0.3 * row);
        n = normalize(n + 0.20 * rib * normalize(vec3(v_canon.z, 0.0, -v_canon.x)));
        albedo *= mix(0.8, 1.0, smoothstep(0.0, 0.003, abs(v_canon.y + 0.25 * max(0.10 - v_canon.z, 0.0) - 0.790)));
    } else {
        float fold = texture(grain, vec2(around * 0.05, v_canon.y * 0.6 + around * 0.1)).x - 0.5;
        n = normalize(n + vec3(0.0, 0.9 * fold, 0.0));
        albedo *= 0.92 + 0.16 * texture(grain, v_canon.xy * 9.0).y;
    }
    float lit = shadow(n);
    float facing = clamp(dot(n, key_direction) * 0.85 + 0.15, 0.0, 1.0);
    vec3 colour = albedo * (key_colour * facing * lit + ambient(n, v_extra.y));
    float fuzz = pow(1.0 - max(dot(n, view), 0.0), 3.0);
    colour += albedo * fuzz * 0.4 * (sky_colour + 0.3 * key_colour * lit) + rim(n, view) * (0.04 + albedo) * 0.7;
    finish(colour, 1.0);
}
