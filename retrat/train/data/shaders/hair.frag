uniform mat4 view_projection;
uniform vec3 hair_colour;
uniform float curl;      // 0 straight strands, 1 tight curls
uniform float ragged;    // how far strands end before the edge of the mesh
uniform float grows;     // 1 where tangents go from root to tip, -1 where back

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    float toward = dot(n, view);
    if (toward < 0.0) n = -n;
    vec3 t = normalize(v_tangent + 1e-5);
    float fine = texture(grain, v_uv * vec2(2.7, 0.0625) + v_extra.x * 0.37).x;
    float broad = texture(grain, v_uv * vec2(0.7, 0.031) + v_extra.x * 0.53).y;
    if (curl > 0.0) fine = mix(fine, texture(grain, (v_rest.xy + v_rest.z * vec2(0.7, 0.7)) * 3.3).z, curl);
    if (v_paint.x < ragged * fine || abs(toward) < (0.10 + 0.45 * curl) * (1.3 * fine - 0.35)) discard;
    vec3 base = linear(hair_colour);
    vec3 albedo = base * (0.40 + 0.75 * fine + 0.40 * broad) * mix(0.7, 1.0, smoothstep(0.0, 0.5, v_paint.x + 0.3));
    float shift = (fine - 0.5) * 0.35;
    vec3 halfway = normalize(key_direction + view);
    float d1 = dot(normalize(t + n * (shift - 0.06)), halfway), d2 = dot(normalize(t + n * (shift + 0.16)), halfway);
    float s1 = pow(max(1.0 - d1 * d1, 0.0), 40.0), s2 = pow(max(1.0 - d2 * d2, 0.0), 10.0);
    float lit = shadow(n);
    float facing = clamp(dot(n, key_direction) * 0.75 + 0.25, 0.0, 1.0);
    float across = dot(t, key_direction);
    float openness = v_extra.y;
    vec3 colour = albedo * (key_colour * facing * (0.5 + 0.5 * sqrt(max(1.0 - across * across, 0.0))) * mix(0.25, 1.0, lit) + ambient(n, openness));
    float straight = 1.0 - 0.85 * curl;
    colour += (key_colour * lit * facing + 0.25 * sky_colour) * straight * (s1 * 0.045 + s2 * base * 0.7) * (0.25 + 0.9 * fine);
    colour += rim(n, view) * (0.05 + albedo) * openness;
    finish(colour, 1.0);
    if (is_combed) comb(normalize((view_projection * vec4(grows * t, 0.0)).xy + 1e-5), curl > 0.0 ? 0.7 : 1.0);
}
