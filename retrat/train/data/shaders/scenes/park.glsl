// Lawn, path, round trees, a pond or a bench. u_p: 0 path, 1 trees, 2 pond, 3 clouds, 4 falling leaves, 5 bench side.
// u_c: 0 zenith, 1 horizon, 2 cloud, 3 lawn, 4 crown a, 5 crown b, 6 path, 7 water
vec3 tree(vec3 c, float z, float x, float size, float r, float time) {
    vec2 q = at(z) - vec2(x, FLOOR);
    if (abs(q.x) > 1.6 * size || q.y > 3.6 * size) return c;
    c = mix(c, u_c[4] * vec3(0.42, 0.3, 0.25), inside(abs(q.x) - 0.11 * size * (1.3 - 0.2 * q.y)) * step(q.y, 1.6 * size));
    vec2 o = q / size - vec2(0.03 * sin(time * 0.8 + 9.0 * r), 2.1);
    float bumps = 0.3 * noise(o * 2.4 + 20.0 * r + 0.08 * sin(time));
    vec3 leaf = mix(u_c[4], u_c[5], smoothstep(0.42, 0.58, r)) * (0.66 + 0.5 * smoothstep(-0.9, 0.9, o.y + 0.35 * o.x + 0.7 * noise(o * 3.5) - 0.35));
    float keep = edge;
    edge = edge / size + 0.03;
    c = mix(c, mix(leaf, u_c[1], clamp(0.018 * z, 0.0, 0.6)), inside(length(o * vec2(0.92, 1.0)) - 0.85 - bumps));
    edge = keep;
    return c;
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec3 c = sky(u_c[0], u_c[1], u_c[2], 0.32 + 0.3 * u_p[3], time);
    float x = ray.x + eye.x * 0.02;
    float wood = 0.075 + 0.06 * noise_line(x * 9.0 + 20.0 * u_p[1], 1.0) + 0.02 * noise_line(x * 31.0, 2.0);
    c = mix(c, mix(mix(u_c[4], u_c[5], noise_line(x * 6.0, 3.0)), u_c[1], 0.42), smoothstep(0.012, -0.012, ray.y - wood));
    float line = 0.02 - 0.03 * eye.y;
    if (ray.y < line + 0.01) {
        float z = 1.6 / max(line - ray.y, 0.01);
        float gx = ray.x * z + eye.x;
        vec3 lawn = u_c[3] * (0.84 + 0.26 * mix(noise(vec2(gx * 0.5, z * 0.6)), 0.5, smoothstep(8.0, 22.0, z)));
        lawn = mix(lawn, lawn * vec3(0.62, 0.7, 0.66), smoothstep(0.5, 0.7, noise(vec2(gx * 0.22 + 4.0, z * 0.32))) * smoothstep(30.0, 10.0, z));
        float bend = mix(-1.2, 1.2, u_p[0]) * 0.06 * (z - 3.0) + 0.5 * sin(z * 0.35);
        float path = smoothstep(0.75 + 0.03 * z, 0.55, abs(gx - bend));
        lawn = mix(lawn, u_c[6] * (0.94 + 0.1 * noise(vec2(gx * 2.0, z * 2.0))), path);
        if (u_p[2] > 0.5) {
            vec2 d = (vec2(gx, z) - vec2(u_p[0] > 0.5 ? -4.2 : 4.2, 10.5)) / vec2(3.6, 3.0);
            float pond = smoothstep(1.04, 0.96, length(d));
            vec3 water = mix(u_c[7], u_c[1], 0.35 + 0.2 * sin(z * 5.0 + time * 1.4 + gx));
            lawn = mix(lawn, water, pond);
        }
        lawn = mix(lawn, u_c[1], 0.3 * smoothstep(8.0, 60.0, z));
        c = mix(c, lawn, smoothstep(0.006, -0.006, ray.y - line));
    }
    for (int i = 5; i >= 0; i--) {
        float r = hash(float(i), 300.0 + floor(u_p[1] * 90.0));
        float z = 5.2 + 2.6 * float(i);
        float way = mod(float(i), 2.0) < 0.5 ? 1.0 : -1.0;
        c = tree(c, z, way * (0.36 * z + 1.0 * r), 1.05 + 0.35 * fract(r * 9.0), fract(r * 5.0), time);
    }
    vec2 q = at(5.0) * vec2(u_p[5] < 0.5 ? 1.0 : -1.0, 1.0) - vec2(1.45, FLOOR);
    vec3 plank = vec3(0.5, 0.33, 0.2);
    c = mix(c, vec3(0.2), box(vec2(abs(q.x), q.y), vec2(0.6, 0.42), vec2(0.035, 0.42)));
    c = mix(c, plank, box(q, vec2(0.0, 0.45), vec2(0.75, 0.05)));
    c = mix(c, plank * 1.1, box(q, vec2(0.0, 0.68), vec2(0.75, 0.055)) + box(q, vec2(0.0, 0.85), vec2(0.75, 0.055)));
    if (u_p[4] > 0.4) {
        vec2 g = at(4.0) / 4.0 * 6.0 + vec2(0.5 * sin(time * 0.6), time * 0.55);
        vec2 cell = floor(g), f = g - cell;
        float r = hash(cell.x + 21.0, cell.y);
        float a = time * 1.5 + 6.28 * r;
        vec2 d = mat2(cos(a), -sin(a), sin(a), cos(a)) * (f - 0.35 - 0.3 * vec2(fract(r * 9.0), fract(r * 27.0)));
        c = mix(c, mix(u_c[5], u_c[4], fract(r * 51.0)), step(0.6, r) * smoothstep(0.1, 0.06, length(d * vec2(1.0, 1.9))) * 0.9);
    }
    return c;
}
