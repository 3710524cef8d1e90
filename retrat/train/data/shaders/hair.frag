uniform vec3 hair_colour;
uniform float curl;
uniform float strand_alpha;

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0) n = -n;
    vec3 t = normalize(v_tangent + 1e-5);
    vec3 q = vec3(v_uv * vec2(150.0, 5.0), v_extra.x);
    float fine = noise(q), broad = noise(vec3(v_uv * vec2(38.0, 2.5), v_extra.x + 5.0));
    float curls = noise(v_canon * 130.0);
    fine = mix(fine, curls, curl);
    vec3 albedo = linear(hair_colour) * (0.45 + 0.75 * fine + 0.35 * broad);
    float shift = (fine - 0.5) * 0.30;
    vec3 t1 = normalize(t + n * (shift - 0.06)), t2 = normalize(t + n * (shift + 0.14));
    vec3 halfway = normalize(key_direction + view);
    float d1 = dot(t1, halfway), d2 = dot(t2, halfway);
    float s1 = pow(max(1.0 - d1 * d1, 0.0), 60.0), s2 = pow(max(1.0 - d2 * d2, 0.0), 14.0);
    float lit = shadow(n);
    float facing = clamp(dot(n, key_direction) * 0.75 + 0.25, 0.0, 1.0);
    float along = sqrt(max(1.0 - pow(dot(t, key_direction), 2.0), 0.0));
    float openness = v_extra.y;
    vec3 colour = albedo * (key_colour * facing * (0.45 + 0.55 * along) * mix(0.25, 1.0, lit) + ambient(n, openness));
    colour += key_colour * lit * facing * (1.0 - 0.75 * curl) * (s1 * 0.10 + s2 * linear(hair_colour) * 0.8) * (0.3 + fine);
    colour += rim(n, view) * (0.08 + albedo) * openness;
    finish(colour, 1.0);
}
