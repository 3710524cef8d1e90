// A window at dusk with rain on the glass, a lamp inside. u_p: 0 lamp side, 1 drops, 2 town, 3 curtain.
// u_c: 0 wall, 1 outside top, 2 outside low, 3 light a, 4 light b, 5 lamp, 6 curtain, 7 frame
vec2 drops(vec2 q, float time) {
    vec2 cell = floor(q * 7.0), f = q * 7.0 - cell;
    float r = hash(cell.x, cell.y + 90.0 + floor(u_p[1] * 40.0));
    float life = fract(time * 0.12 + r * 5.0);
    float d = length(f - vec2(0.25 + 0.5 * fract(r * 13.0), 0.25 + 0.5 * fract(r * 29.0)));
    float still = smoothstep(0.22, 0.08, d) * step(0.45, r) * smoothstep(1.0, 0.7, life);
    float column = floor(q.x * 4.5), k = hash(column, 31.0);
    float speed = 0.25 + 0.35 * k;
    float y = fract(q.y * 0.33 + time * speed * 0.33 + k * 7.0);
    float x = fract(q.x * 4.5) - 0.5 - 0.24 * (k - 0.5) - 0.1 * sin(q.y * 6.0 + k * 20.0);
    float head = smoothstep(0.17, 0.06, length(vec2(x, (y - 0.12) * 9.0)));
    float trail = smoothstep(0.11, 0.0, abs(x)) * smoothstep(0.12, 0.16, y) * smoothstep(0.62, 0.16, y) * 0.55;
    return vec2(still + head, trail * step(0.25, k));
}

vec3 outside(vec2 d, float time) {
    vec3 c = mix(u_c[2], u_c[1], smoothstep(-0.15, 0.4, d.y));
    float x = d.x * 8.0 + 30.0 * u_p[2];
    float top = -0.02 + 0.24 * hash(floor(x), 11.0);
    c = mix(c, u_c[1] * 0.55, smoothstep(0.03, -0.03, d.y - top) * smoothstep(0.0, 0.12, 0.5 - abs(fract(x) - 0.5)));
    vec2 g = d * 9.0 + vec2(0.0, 0.3), cell = floor(g);
    float r = hash(cell.x + 7.0, cell.y + floor(u_p[2] * 30.0));
    vec2 centre = 0.4 + 0.2 * vec2(fract(r * 17.0), fract(r * 43.0));
    float on = step(0.45, r) * step(d.y, 0.2) * (0.8 + 0.2 * sin(time * 1.5 + 20.0 * r));
    return screen(c, mix(u_c[3], u_c[4], step(0.5, fract(r * 71.0))) * on * 0.8 * smoothstep(0.36, 0.24, length(g - cell - centre)));
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float side = u_p[0] < 0.5 ? 1.0 : -1.0;
    vec2 q = at(2.6) * vec2(side, 1.0);
    vec3 c = u_c[0] * (0.75 + 0.3 * glow(q, vec2(1.5, -0.2), 1.6));
    vec2 o = q - vec2(-0.18, 0.22);
    float open = box(o, vec2(0.0), vec2(1.08, 0.98));
    if (open > 0.0) {
        vec2 wet = drops(o, time);
        vec2 d = ray + eye.xy * 0.05;
        vec3 view = outside(d + vec2(0.0, -0.05 * wet.x), time);
        view = mix(view, view * 0.8 + 0.1, 0.7 * wet.y);
        view += 0.22 * wet.x * (vec3(0.5) + u_c[2] * 0.5) * (0.3 + 0.3 * sin(o.y * 25.0));
        float streak = noise(vec2(d.x * 60.0 + d.y * 6.0, d.y * 5.0 + time * 7.0));
        view = screen(view, vec3(0.16) * smoothstep(0.6, 0.95, streak));
        c = mix(c, view, open);
        float bar = 1.0 - smoothstep(0.03, 0.055, min(abs(o.x), abs(o.y + 0.1)));
        c = mix(c, u_c[7], bar * open);
    }
    vec2 b = abs(o) - vec2(1.08, 0.98);
    c = mix(c, u_c[7], inside(abs(max(b.x, b.y)) - 0.05));
    c = mix(c, u_c[7] * 1.08, box(o, vec2(0.0, -1.06), vec2(1.25, 0.06)));
    if (u_p[3] > 0.35) {
        float hang = q.x + 1.02 - 0.05 * sin(q.y * 1.7 + time * 0.4);
        c = mix(c, u_c[6] * (0.6 + 0.4 * sin(q.x * 24.0 + 0.5 * sin(q.y * 2.0 + time * 0.5)) * 0.5 + 0.2), inside(hang));
    }
    q = at(2.2) * vec2(side, 1.0);
    o = q - vec2(0.98, -0.35);
    c = screen(c, u_c[5] * 0.75 * glow(o, vec2(0.0), 0.75));
    c = mix(c, vec3(0.25, 0.18, 0.13), box(o, vec2(0.0, -0.45), vec2(0.03, 0.35)));
    c = mix(c, mix(u_c[5], vec3(1.0, 0.95, 0.82), 0.5), inside(max(abs(o.x) - 0.2 + 0.28 * o.y, abs(o.y) - 0.2)));
    return mix(c, vec3(0.2, 0.14, 0.1), inside(q.y + 0.98));
}
