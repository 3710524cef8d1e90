// Stars, a nebula, a planet that turns. u_p: 0 planet x, 1 planet size, 2 bands or land, 3 nebula, 4 moon.
// u_c: 0 dark, 1 nebula a, 2 nebula b, 3 planet a, 4 planet b, 5 clouds, 6 air, 7 star
float stars(vec2 q, float size, float row, float time) {
    vec2 g = q / size, cell = floor(g);
    float r = hash(cell.x + 70.0 * row, cell.y + floor(u_p[3] * 50.0));
    vec2 centre = 0.25 + 0.5 * vec2(fract(r * 31.0), fract(r * 87.0));
    float twinkle = 0.75 + 0.25 * sin(time * (1.0 + 2.0 * r) + 40.0 * r);
    return step(0.55, r) * smoothstep(0.17, 0.02, length(g - cell - centre)) * twinkle;
}

vec3 globe(vec3 c, vec2 o, float radius, vec2 light, float turn) {
    float d = length(o) / radius;
    float rim = exp(-abs(d - 1.0) * 16.0) * step(1.0, d);
    vec2 n = o / radius;
    float day = smoothstep(-0.35, 0.75, dot(n, light) + 0.45 * sqrt(max(0.0, 1.0 - d * d)));
    c = screen(c, u_c[6] * rim * (0.15 + 0.7 * day));
    if (d < 1.02) {
        float depth = sqrt(max(0.0, 1.0 - d * d));
        vec2 map = vec2(atan(n.x, depth + 0.02) * 1.4 + turn, n.y * 1.6);
        float land = u_p[2] < 0.5 ? clouds(map * 2.4 + 5.0) : 0.5 + 0.5 * sin(map.y * 9.0 + 1.6 * noise(map * vec2(1.5, 3.0)));
        vec3 ground = mix(u_c[3], u_c[4], smoothstep(0.38, 0.62, land));
        float cover = smoothstep(0.45, 0.85, clouds(map * vec2(1.5, 2.8) + vec2(turn * 0.6, 11.0)));
        ground = mix(ground, u_c[5], cover * (u_p[2] < 0.5 ? 0.85 : 0.35));
        ground = mix(ground, u_c[6], 0.55 * pow(d, 6.0));
        c = mix(c, ground * (0.05 + 1.05 * day), smoothstep(1.008, 0.992, d));
    }
    return c;
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec2 q = ray + eye.xy * 0.03 + vec2(time * 0.004, 0.0);
    float cloud = clouds(q * 2.2 + 9.0 * u_p[3]);
    float wisp = clouds(q * 3.7 + cloud * 1.6 + 3.0);
    vec3 c = u_c[0] + u_c[1] * smoothstep(0.35, 0.95, cloud) * 0.75 + u_c[2] * smoothstep(0.45, 1.0, wisp) * 0.6;
    c = screen(c, u_c[7] * (0.95 * stars(q, 0.075, 1.0, time) + 0.9 * stars(q + 0.3, 0.17, 2.0, time)));
    vec2 light = normalize(vec2(u_p[0] < 0.5 ? 0.8 : -0.8, 0.5));
    vec2 o = ray + eye.xy * 0.06 - vec2(mix(-0.34, 0.34, u_p[0]), u_p[5] < 0.5 ? 0.16 : -0.42);
    c = globe(c, o, u_p[5] < 0.5 ? mix(0.2, 0.3, u_p[1]) : mix(0.55, 0.75, u_p[1]), light, time * 0.06 + 10.0 * u_p[2]);
    if (u_p[4] > 0.35) {
        o = ray + eye.xy * 0.09 - vec2(u_p[0] < 0.5 ? 0.36 : -0.36, 0.33);
        float d = length(o) / 0.065;
        float day = smoothstep(-0.3, 0.7, dot(o / 0.065, light) + 0.4 * sqrt(max(0.0, 1.0 - d * d)));
        c = mix(c, vec3(0.75, 0.73, 0.7) * (0.75 + 0.35 * noise(o * 60.0)) * (0.06 + day), smoothstep(1.04, 0.96, d));
    }
    return c;
}
