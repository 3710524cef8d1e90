// Trunks in depth, leaves with light between them, ferns. u_p: 0 light x, 1 density, 2 trunk width, 3 shafts.
// u_c: 0 far light, 1 leaves light, 2 leaves dark, 3 bark, 4 ground, 5 sun, 6 fern
vec3 trunks(vec3 c, float z, float row, float haze) {
    vec2 q = at(z);
    float pitch = mix(1.5, 1.05, u_p[1]) * (1.0 + 0.08 * z);
    float cell = floor(q.x / pitch + 0.5 * row);
    float r = hash(cell, row + 10.0 * floor(u_p[4] * 50.0));
    float x = (cell + 0.5 - 0.5 * row + 0.55 * (r - 0.5)) * pitch;
    float w = mix(0.10, 0.22, u_p[2]) * (0.6 + 0.9 * fract(r * 7.0)) * (1.0 + 0.05 * z);
    float d = q.x - x - (fract(r * 13.0) - 0.5) * 0.12 * q.y;
    float flare = w * (1.0 + 0.5 * smoothstep(-0.9, -1.7, q.y));
    float lit = smoothstep(w, -w, d * (u_p[0] < 0.5 ? 1.0 : -1.0));
    vec3 bark = u_c[3] * (0.5 + 0.75 * lit) * (0.9 + 0.2 * noise(vec2(d * 9.0, q.y * 2.0)));
    return mix(c, mix(bark, u_c[0], haze), inside(abs(d) - flare));
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec2 sun = vec2(mix(-0.4, 0.4, u_p[0]), 0.34);
    float s = length((ray - sun) * vec2(1.0, 0.8));
    vec3 c = mix(u_c[1], u_c[0], exp(-s * 2.6));
    vec2 sway = vec2(0.05 * sin(time * 0.7), 0.03 * sin(time * 0.9));
    vec2 q = at(14.0) * 0.45 + sway;
    c = mix(c, u_c[1] * 0.8, 0.6 * smoothstep(0.35, 0.75, noise(q + 4.0)));
    c = trunks(c, 13.0, 0.0, 0.62);
    c = trunks(c, 8.5, 1.0, 0.38);
    float line = -0.07 - eye.y * 0.05;
    float z = clamp(1.6 / max(line + 0.09 - ray.y, 0.02), 1.0, 60.0);
    float gx = ray.x * z + eye.x;
    vec3 ground = mix(u_c[4], u_c[6], smoothstep(0.3, 0.75, noise(vec2(gx * 0.8, z * 1.1))));
    ground = mix(ground, u_c[5], 0.45 * smoothstep(0.55, 0.85, noise(vec2(gx * 0.55 + 9.0, z * 0.7 + 0.1 * sin(time * 0.5)))));
    ground = mix(ground, u_c[0], 0.6 * smoothstep(6.0, 26.0, z));
    c = mix(c, ground, smoothstep(0.012, -0.02, ray.y - line - 0.03 * noise_line(ray.x * 14.0 + eye.x, 5.0)));
    c = trunks(c, 5.6, 2.0, 0.15);
    c = trunks(c, 4.0, 3.0, 0.0);
    q = at(4.5) + 1.6 * sway * vec2(1.0, 0.6);
    float leaf = noise(q * 1.5 + 2.0) * 0.6 + noise(q * 3.6 + sway * 3.0) * 0.4;
    float crown = smoothstep(0.42, 0.6, leaf + 0.55 * (ray.y - 0.30) + 0.12 * abs(ray.x));
    vec3 leaves = mix(u_c[2], u_c[1], smoothstep(0.3, 0.75, noise(q * 3.0 - 3.0)));
    leaves = screen(leaves, u_c[5] * 0.55 * smoothstep(0.62, 0.85, noise(q * 4.0 + sway * 5.0 + 20.0)));
    c = mix(c, leaves, crown * smoothstep(0.02, 0.25, ray.y));
    q = at(3.4);
    float fern = -1.42 + 0.42 * noise_line(q.x * 1.7, 8.0) + 0.14 * noise_line(q.x * 6.0 + 0.3 * sin(time + q.x), 9.0);
    c = mix(c, mix(u_c[6] * 0.62, u_c[6], noise(q * vec2(6.0, 3.0))), inside(q.y - fern));
    float beam = (ray.x - sun.x) + 0.55 * (ray.y - sun.y) * (u_p[0] < 0.5 ? 1.0 : -1.0);
    float shaft = smoothstep(0.45, 0.8, noise_line(beam * 6.0 + 0.1 * time, 6.0)) * smoothstep(-0.45, 0.4, ray.y) * exp(-abs(beam) * 2.2);
    return screen(c, u_c[5] * (0.38 * shaft * (0.3 + u_p[3]) + 0.34 * exp(-s * 5.0)));
}
