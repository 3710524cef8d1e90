// Mountains, firs under snow, falling flakes. u_p: 0 mountains, 1 firs, 2 snowfall, 3 wind, 4 cabin.
// u_c: 0 sky top, 1 sky low, 2 mountain, 3 fir, 4 snow, 5 snow shade, 6 sun, 7 cabin
vec3 firs(vec3 c, float z, float row, float pitch, float haze) {
    vec2 q = at(z);
    for (int i = 0; i < 2; i++) {
        float g = q.x / pitch + 0.5 * float(i), cell = floor(g);
        float r = hash(cell + 17.0 * row, float(i) + floor(u_p[1] * 80.0));
        if (r < 0.3) continue;
        float x = (fract(g) - 0.5 - 0.3 * (fract(r * 31.0) - 0.5)) * pitch;
        float h = pitch * (1.0 + 0.9 * fract(r * 7.0)), y = (q.y - FLOOR) / h;
        float tier = fract(y * 4.5);
        float w = (1.0 - y) * (0.30 + 0.14 * (1.0 - tier)) * pitch;
        float body = inside(max(abs(x) - w, (y - 1.0) * h)) * step(0.05, y);
        float load = smoothstep(0.85, 0.15, tier + 0.35 * sin(x * 9.0 / pitch));
        vec3 tree = mix(u_c[3], u_c[4], 0.75 * load);
        c = mix(c, mix(tree, u_c[1], haze), body);
    }
    return c;
}

float flakes(vec2 q, float size, float row, float fall, float time) {
    vec2 g = q / size + vec2(0.25 * sin(time * 0.5 + row) + mix(-0.5, 0.5, u_p[3]) * time * 0.5, time * fall);
    vec2 cell = floor(g);
    float r = hash(cell.x + 60.0 * row, cell.y);
    vec2 centre = vec2(0.3 + 0.4 * fract(r * 19.0) + 0.1 * sin(time + 6.28 * r), 0.3 + 0.4 * fract(r * 37.0));
    float d = length(g - cell - centre);
    return step(mix(0.55, 0.15, u_p[2]), r) * smoothstep(0.19, 0.08, d);
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec3 c = mix(u_c[1], u_c[0], smoothstep(-0.05, 0.5, ray.y));
    float s = length(ray - vec2(mix(-0.4, 0.4, u_p[5]), 0.3));
    c = screen(c, u_c[6] * 0.6 * exp(-s * 4.0));
    float x = ray.x + eye.x * 0.01 + 7.0 * u_p[0];
    float ridge = 0.02 + 0.27 * noise_line(x * 3.1, 1.0) + 0.07 * noise_line(x * 11.0, 2.0);
    float cap = smoothstep(-0.02, 0.05, ray.y - 0.13 + 0.09 * noise_line(x * 23.0 + ray.y * 8.0, 3.0));
    float lit = 0.5 + 0.5 * clamp((noise_line((x + 0.02) * 3.1, 1.0) - noise_line((x - 0.02) * 3.1, 1.0)) * 9.0, -1.0, 1.0);
    c = mix(c, mix(mix(u_c[2], u_c[1], 0.25), mix(u_c[5], u_c[4], lit), cap), smoothstep(0.006, -0.006, ray.y - ridge));
    c = mix(c, mix(u_c[3], u_c[1], 0.6), smoothstep(0.006, -0.006, ray.y - 0.02 - 0.035 * noise_line(x * 40.0, 4.0)));
    c = firs(c, 16.0, 1.0, 2.0, 0.45);
    float line = -0.085;
    float drift = line + 0.02 * sin(ray.x * 5.0 + 4.0 * u_p[0] + eye.x * 0.15) - eye.y * 0.08;
    float z = 1.6 / max(line + 0.12 - ray.y, 0.03);
    float shade = noise(vec2(ray.x * z * 0.35 + eye.x * 0.35, z * 0.8) + 3.0);
    vec3 ground = mix(u_c[5], u_c[4], smoothstep(0.15, 0.8, shade));
    c = mix(c, ground, smoothstep(0.008, -0.012, ray.y - drift));
    if (u_p[4] > 0.6) {
        vec2 q = at(9.0) - vec2(u_p[4] > 0.8 ? 2.6 : -2.6, -1.1);
        c = mix(c, u_c[7] * (0.8 + 0.2 * sin(q.y * 30.0)), box(q, vec2(0.0, 0.0), vec2(0.95, 0.6)));
        c = mix(c, u_c[4], inside(max(abs(q.x) * 0.62 + q.y - 1.28, 0.5 - q.y)));
        c = mix(c, vec3(1.0, 0.82, 0.45), box(q, vec2(0.35, 0.05), vec2(0.2, 0.2)));
        c = screen(c, vec3(1.0, 0.7, 0.3) * 0.35 * glow(q, vec2(0.35, 0.05), 0.6));
        c = mix(c, u_c[7] * 0.5, box(q, vec2(-0.4, -0.15), vec2(0.2, 0.42)));
    }
    c = firs(c, 8.5, 2.0, 1.9, 0.15);
    c = firs(c, 5.6, 3.0, 2.6, 0.0);
    float bank = -1.42 + 0.16 * sin(at(4.0).x * 1.1 + 5.0 * u_p[1]);
    c = mix(c, mix(u_c[5], u_c[4], smoothstep(-0.5, 0.1, at(4.0).y - bank)), inside(at(4.0).y - bank));
    float fall = flakes(at(7.0) / 7.0, 0.075, 1.0, 1.5, time) * 0.5 + flakes(at(3.5) / 3.5, 0.12, 2.0, 1.4, time) * 0.75;
    return mix(c, vec3(1.0), clamp(fall, 0.0, 0.85));
}

vec4 scene_front(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    return vec4(0.6 * flakes(at(0.8) / 0.8 + 0.3, 0.19, 3.0, 1.4, time));
}
