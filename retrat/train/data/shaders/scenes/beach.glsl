// Sea, surf on sand, a palm or a headland. u_p: 0 sun x, 1 sun height, 2 palm side, 3 headland, 4 cloud cover, 5 swell.
// u_c: 0 zenith, 1 horizon, 2 cloud, 3 deep sea, 4 shallow sea, 5 sand, 6 sun, 7 leaves
vec3 palm(vec3 c, vec2 q, float x, float lean, float time) {
    float y = clamp((q.y + 1.7) / 3.3, 0.0, 1.0);
    float middle = x + lean * y * y;
    vec3 trunk = mix(u_c[5] * 0.45, u_c[7] * 0.5, 0.4);
    if (q.y < 1.6) c = mix(c, trunk, inside(abs(q.x - middle) - 0.1 + 0.04 * y));
    vec2 o = q - vec2(x + lean, 1.6);
    if (dot(o, o) < 3.2) {
        for (int i = 0; i < 8; i++) {
            float a = float(i) * 0.785 + 0.3 + 0.05 * sin(time * 1.1 + float(i) * 1.7);
            vec2 d = vec2(cos(a), 0.75 * sin(a) + 0.15);
            float t = clamp(dot(o, d) / dot(d, d), 0.0, 1.6);
            vec2 r = o - d * t + vec2(0.0, 0.36 * t * t);
            float w = 0.17 * (1.0 - t / 1.6) * smoothstep(0.0, 0.3, t) + 0.015;
            c = mix(c, u_c[7] * (0.7 + 0.25 * t), inside(length(r) - w));
        }
    }
    return c;
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec2 sun = vec2(mix(-0.42, 0.42, u_p[0]), mix(0.08, 0.42, u_p[1]));
    vec3 c = sky(u_c[0], u_c[1], u_c[2], 0.35 + 0.3 * u_p[4], time);
    float s = length(ray - sun);
    c = screen(c, u_c[6] * (smoothstep(0.075, 0.045, s) * 0.8 + 0.5 * exp(-s * 5.0)));
    float line = 0.05 - eye.y * 0.02;
    if (u_p[3] > 0.45) {
        float side = u_p[3] > 0.72 ? 1.0 : -1.0;
        float x = ray.x * side + eye.x * side * 0.03;
        float hill = line + 0.16 * smoothstep(0.05, 0.75, x) + 0.035 * noise_line(x * 9.0, 3.0) * smoothstep(0.0, 0.2, x);
        c = mix(c, mix(u_c[7] * 0.8, u_c[1], 0.55), smoothstep(0.008, -0.008, ray.y - hill) * smoothstep(0.0, 0.1, x));
    }
    if (ray.y < line + 0.01) {
        float z = 1.6 / max(line - ray.y, 0.006);
        float x = ray.x * z + eye.x;
        float shore = 5.2 + 0.45 * noise_line(x * 0.35 + 5.0 * u_p[5], 1.0) + 0.45 * sin(time * 0.8 + 0.5 * x * 0.3);
        float far = smoothstep(5.0, 26.0, z);
        vec3 sea = mix(u_c[4], u_c[3], smoothstep(5.0, 18.0, z));
        sea = mix(sea, u_c[1], 0.45 * smoothstep(20.0, 120.0, z));
        float roll = sin(z * 1.1 + time * 1.3 + 1.6 * noise_line(x * 0.22 + time * 0.1, 2.0)) * (1.0 - far);
        sea *= 1.0 + 0.10 * roll + 0.05 * (1.0 - 0.6 * far) * sin(z * 3.1 + 1.1 * x + time * 1.9);
        float crest = smoothstep(0.72, 1.0, roll) * smoothstep(0.25, 0.6, noise(vec2(x * 0.5, z * 0.3 + time * 0.4)));
        sea = mix(sea, vec3(0.95, 0.97, 0.96), 0.55 * crest);
        float path = exp(-abs(ray.x - sun.x) * (9.0 - 12.0 * (line - ray.y)));
        sea = screen(sea, u_c[6] * path * (0.3 + 0.35 * noise(vec2(x * 0.9 / (1.0 + z * 0.04), z * 0.9 + time * 1.6))));
        vec3 sand = u_c[5] * (0.92 + 0.14 * noise(vec2(x * 1.6, z * 3.0)));
        sand *= 1.0 - 0.28 * smoothstep(shore - 1.1, shore - 0.2, z);
        c = mix(mix(c, sea, smoothstep(0.004, -0.004, ray.y - line)), sand, smoothstep(shore + 0.12, shore - 0.02, z));
        float foam = exp(-abs(z - shore) * 5.0) + 0.5 * exp(-abs(z - shore - 0.9 - 0.3 * sin(time * 0.8 + 2.0)) * 4.0);
        c = mix(c, mix(vec3(0.97), u_c[1], 0.15), clamp(foam, 0.0, 0.9));
    }
    if (u_p[2] > 0.3) {
        float side = u_p[2] > 0.65 ? 1.0 : -1.0;
        c = palm(c, at(5.5), side * 2.45, -0.75 * side, time);
    }
    return c;
}
