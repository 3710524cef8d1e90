// Cabinets, counter, tiles, a window. u_p: 0 window side, 1 lamp, 2 tile size, 3 hood, 4 jars.
// u_c: 0 wall, 1 tile, 2 cabinet, 3 counter, 4 window light, 5 leaf, 6 accent, 7 floor
vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float side = u_p[0] < 0.5 ? 1.0 : -1.0;
    Wall w = room(3.6, 1.45, 4.6);
    vec3 c;
    if (w.face == 2) {
        vec2 f = floor(w.p.xz / 0.9);
        c = u_c[7] * (0.9 + 0.14 * mod(f.x + f.y, 2.0));
    } else if (w.face == 3) {
        c = mix(u_c[0], vec3(1.0), 0.6);
    } else {
        c = u_c[0];
        vec2 q = w.face == 0 ? w.p.xy : vec2(w.p.z, w.p.y);
        float tiled = smoothstep(0.4, 0.36, q.y) * smoothstep(-0.8, -0.74, q.y);
        vec2 g = q / mix(0.22, 0.34, u_p[2]);
        g.x += 0.5 * mod(floor(g.y), 2.0);
        vec3 tile = u_c[1] * (0.92 + 0.12 * hash(floor(g.x), floor(g.y) + 70.0));
        c = mix(c, mix(u_c[1] * 0.82, tile, panes(g, vec2(0.03), vec2(0.05))), tiled);
    }
    c *= w.shade;
    vec2 q = at(4.6) * vec2(side, 1.0);
    float pane = box(q, vec2(-1.0, 0.35), vec2(0.72, 0.72));
    vec3 view = mix(u_c[5] * 0.95, u_c[4], smoothstep(-0.15, 0.45, q.y - 0.3 + 0.35 * noise(q * 3.0 + vec2(0.15 * sin(time * 0.7), 3.0))));
    c = mix(c, vec3(0.97), box(q, vec2(-1.0, 0.35), vec2(0.84, 0.84)));
    c = mix(c, view, pane);
    c = mix(c, vec3(0.97), pane * (1.0 - smoothstep(0.03, 0.06, min(abs(q.x + 1.0), abs(q.y - 0.35)))));
    q = at(4.25) * vec2(side, 1.0);
    float upper = max(box(q, vec2(1.75, 0.85), vec2(1.45, 0.42)), box(q, vec2(-2.9, 0.85), vec2(0.85, 0.42)));
    vec2 door = vec2(q.x / 0.72 + 0.1, (q.y - 0.85) / 0.84 + 0.5);
    vec3 front = u_c[2] * (0.86 + 0.14 * panes(door, vec2(0.07, 0.09), vec2(0.03)));
    front = mix(front, u_c[6] * 0.5, smoothstep(0.05, 0.03, length((fract(door) - vec2(0.86, 0.2)) * vec2(0.72, 0.84))));
    c *= 1.0 - 0.25 * box(q, vec2(1.75, 0.36), vec2(1.45, 0.12));
    c = mix(c, front, upper);
    q = at(4.0) * vec2(side, 1.0);
    float lower = smoothstep(-0.78, -0.82, q.y) * smoothstep(FLOOR, FLOOR + 0.06, q.y);
    door = vec2(q.x / 0.78, (q.y + 1.2) / 0.8 + 0.5);
    c = mix(c, u_c[2] * (0.74 + 0.16 * panes(door, vec2(0.06, 0.08), vec2(0.03))), lower);
    c = mix(c, u_c[3], smoothstep(-0.68, -0.7, q.y) * smoothstep(-0.84, -0.82, q.y));
    c = mix(c, vec3(0.22), box(q, vec2(1.0, -1.22), vec2(0.42, 0.34)));
    c = mix(c, vec3(0.36, 0.33, 0.3), box(q, vec2(1.0, -1.22), vec2(0.32, 0.2)));
    for (int i = 0; i < 4; i++) {
        float r = hash(float(i), 80.0 + floor(u_p[4] * 40.0));
        vec3 jar = mix(u_c[6], 0.5 + 0.4 * cos(6.28 * (r + vec3(0.0, 0.33, 0.66))), 0.5);
        c = mix(c, jar, rounded(q, vec2(2.0 + 0.27 * float(i) - 0.5, -0.7 + 0.14 + 0.08 * r), vec2(0.1, 0.14 + 0.08 * r), 0.05));
    }
    c = mix(c, vec3(0.72, 0.73, 0.75), rounded(q, vec2(0.95, -0.52), vec2(0.27, 0.17), 0.05));
    c = mix(c, vec3(0.25), rounded(q, vec2(0.95, -0.33), vec2(0.3, 0.03), 0.03));
    float up = q.y + 0.3;
    float steam = exp(-abs(q.x - 0.95 + 0.12 * sin(up * 5.0 - time * 1.6)) * 7.0) * smoothstep(0.0, 0.15, up) * smoothstep(1.0, 0.1, up);
    c = screen(c, vec3(0.35) * steam * noise(vec2(q.x * 4.0, up * 3.0 - time * 0.9)));
    c = plant(c, q, vec2(-1.5, -0.7), 0.5, u_c[5], u_c[6], time);
    if (u_p[1] > 0.4) {
        q = at(3.2);
        for (int i = 0; i < 2; i++) {
            vec2 o = q - vec2(float(i) * 1.9 - 0.95 + 0.01 * sin(time), 0.85);
            c = mix(c, vec3(0.2), box(o, vec2(0.0, 0.6), vec2(0.012, 0.5)));
            c = screen(c, vec3(1.0, 0.85, 0.6) * 0.5 * glow(o, vec2(0.0, -0.1), 0.4));
            c = mix(c, u_c[6], inside(max(abs(o.x) - 0.07 - 0.55 * (0.2 - o.y) , abs(o.y - 0.08) - 0.12)));
        }
    }
    return c;
}
