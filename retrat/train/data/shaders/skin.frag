uniform vec3 skin_colour;
uniform vec3 lip_colour;
uniform vec3 hair_colour;
uniform vec3 lid_colour;
uniform vec4 skin_traits;   // redness, freckles, make-up, scalp hair
uniform vec4 beard;         // stubble, moustache, chin, jaw
uniform float gloss;

float ball(vec3 centre, float radius) {
    vec3 p = v_canon;
    p.x = abs(p.x);
    return 1.0 - smoothstep(radius * 0.5, radius, length(p - centre));
}

float scalp() {
    vec3 p = v_canon;
    float line = 0.795 + 0.010 * noise(vec3(p.xz * 60.0, 1.0));      // hairline at the forehead
    float side = smoothstep(0.055, 0.072, abs(p.x));
    float front = smoothstep(line - 0.006, line + 0.006, p.y + side * 0.01);
    float back = smoothstep(0.035, 0.015, p.z - 0.4 * max(p.y - 0.74, 0.0)) * smoothstep(0.66, 0.70, p.y);
    return clamp(max(front, back), 0.0, 1.0);
}

float beard_cover() {
    vec3 p = v_canon;
    float x = abs(p.x);
    float below = smoothstep(0.700, 0.660, p.y + 0.25 * (0.06 - x)) ;
    float jaw = smoothstep(0.62, 0.64, p.y + 0.02) * smoothstep(0.690 + 0.0 * x, 0.655, p.y - 0.5 * max(x - 0.035, 0.0)) * smoothstep(0.035, 0.055, p.z + 0.0);
    float moustache = smoothstep(0.034, 0.022, x) * smoothstep(0.6665, 0.669, p.y) * smoothstep(0.682, 0.678, p.y) * step(0.11, p.z);
    float chin = smoothstep(0.030, 0.018, x) * smoothstep(0.652, 0.645, p.y) * step(0.09, p.z);
    return clamp(max(max(moustache * beard.y, chin * beard.z), jaw * beard.w), 0.0, 1.0);
}

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0 && v_paint.w > 0.5) n = -n;
    float lips = smoothstep(0.25, 0.75, v_paint.x);
    float inside = smoothstep(0.4, 0.6, v_paint.w) * (1.0 - lips);

    float mottle = noise(v_canon * 55.0) * 0.6 + noise(v_canon * 190.0) * 0.4;
    vec3 albedo = linear(skin_colour) * (0.92 + 0.16 * mottle);
    float blush = ball(vec3(0.042, 0.695, 0.125), 0.036) + 0.8 * ball(vec3(0.0, 0.70, 0.17), 0.03) + 0.5 * v_paint.z
                + 0.35 * ball(vec3(0.0, 0.645, 0.15), 0.03) + 0.3 * v_paint.y;
    vec3 warm = linear(skin_colour) * vec3(1.08, 0.74, 0.70);
    albedo = mix(albedo, warm, clamp(blush * skin_traits.x * 0.55, 0.0, 0.8));
    albedo = mix(albedo, warm * vec3(1.0, 0.75, 0.85), ball(vec3(0.05, 0.70, 0.12), 0.034) * skin_traits.z * 0.35);
    float under = ball(vec3(0.031, 0.712, 0.135), 0.018);
    albedo *= 1.0 - 0.14 * under;
    float spots = smoothstep(0.72, 0.80, noise(v_canon * 260.0)) * smoothstep(0.35, 0.6, noise(v_canon * 40.0));
    albedo *= 1.0 - skin_traits.y * 0.45 * spots * vec3(0.6, 0.9, 1.0) * smoothstep(0.05, 0.10, v_canon.z);
    albedo = mix(albedo, linear(lid_colour) * 0.6, v_paint.y * skin_traits.z * 0.45);
    albedo = mix(albedo, linear(lip_colour) * (0.85 + 0.3 * noise(v_canon * vec3(700.0, 120.0, 120.0))), lips);
    albedo = mix(albedo, vec3(0.16, 0.03, 0.03), inside);

    vec3 strands = linear(hair_colour) * (0.5 + 0.8 * noise(v_canon * vec3(900.0, 260.0, 900.0)));
    float stubble = smoothstep(0.69, 0.655, v_canon.y) * smoothstep(0.60, 0.63, v_canon.y) * smoothstep(0.04, 0.06, v_canon.z)
                  + smoothstep(0.034, 0.022, abs(v_canon.x)) * smoothstep(0.665, 0.669, v_canon.y) * smoothstep(0.682, 0.678, v_canon.y);
    albedo = mix(albedo, mix(albedo, strands, 0.65), clamp(stubble, 0.0, 1.0) * beard.x * (1.0 - lips) * (0.4 + 0.6 * noise(v_canon * 800.0)));
    float hairy = max(beard_cover() * (1.0 - lips), scalp() * skin_traits.w * (0.75 + 0.25 * noise(v_canon * 500.0)));
    albedo = mix(albedo, strands, hairy);

    float openness = v_extra.y;
    float lit = shadow(n);
    float facing = dot(n, key_direction);
    vec3 wrap = vec3(0.34, 0.16, 0.10) * (1.0 - hairy);
    vec3 diffuse = clamp((vec3(facing) + wrap) / (1.0 + wrap), 0.0, 1.0);
    diffuse *= mix(vec3(lit), vec3(1.0), wrap * 0.5);
    vec3 colour = albedo * (diffuse * key_colour + ambient(n, openness));

    vec3 bumped = normalize(n + 0.10 * (1.0 - lips) * (vec3(noise(v_canon * 420.0), noise(v_canon * 420.0 + 7.0), noise(v_canon * 420.0 + 13.0)) - 0.5));
    vec3 halfway = normalize(key_direction + view);
    float shine = mix(gloss, 1.3, lips) * (1.0 - 0.85 * hairy) * (1.0 - inside * 0.5);
    float s = pow(max(dot(bumped, halfway), 0.0), 22.0) * 0.16 + pow(max(dot(bumped, halfway), 0.0), 70.0) * 0.22 * mix(1.0, 1.6, lips);
    float fresnel = 0.35 + 0.65 * pow(1.0 - max(dot(n, view), 0.0), 4.0);
    colour += key_colour * s * shine * lit * fresnel * step(0.0, facing) * 0.7;
    colour += rim(n, view) * 0.35 * openness * (0.3 + albedo);
    finish(colour, 1.0);
}
