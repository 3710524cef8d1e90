// A board with chalk, posters, a window wall. u_p: 0 window side, 1 writing, 2 posters, 3 board width.
// u_c: 0 wall, 1 board, 2 frame, 3 floor, 4 poster a, 5 poster b, 6 window light, 7 ceiling
vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float side = u_p[0] < 0.5 ? 1.0 : -1.0;
    Wall w = room(3.0, 1.55, 4.6);
    vec3 c;
    if (w.face == 0) {
        c = u_c[0];
        vec2 q = w.p.xy * vec2(side, 1.0);
        float half_ = mix(1.35, 1.75, u_p[3]);
        c *= 1.0 - 0.16 * rounded(q, vec2(0.04, -0.02), vec2(half_ + 0.16, 0.86), 0.08);
        c = mix(c, u_c[2], rounded(q, vec2(0.0, 0.05), vec2(half_ + 0.1, 0.82), 0.04));
        vec3 board = u_c[1] * (0.88 + 0.22 * noise(q * vec2(1.3, 2.0) + 9.0 * u_p[1]));
        float row = floor(q.y / 0.26), along = q.x + 0.5 * hash(row, 5.0);
        float lines = exp(-abs(fract(q.y / 0.26) - 0.5 - 0.16 * sin(along * 17.0 + 3.0 * noise_line(along * 9.0, row))) * 11.0);
        float word = smoothstep(0.3, 0.42, noise_line(along * 4.0 + 31.0 * u_p[1], row)) * step(hash(row, floor(u_p[1] * 40.0)), 0.85);
        board = mix(board, vec3(0.93, 0.95, 0.9), 0.62 * lines * word * box(q, vec2(0.0, 0.08), vec2(half_ - 0.16, 0.6)));
        c = mix(c, board, box(q, vec2(0.0, 0.05), vec2(half_, 0.72)));
        c = mix(c, u_c[2] * 1.1, box(q, vec2(0.0, -0.76), vec2(half_ * 0.9, 0.035)));
        c = mix(c, vec3(0.95), box(q, vec2(0.35, -0.71), vec2(0.08, 0.02)) + box(q, vec2(0.7, -0.71), vec2(0.05, 0.02)));
        vec2 o = q - vec2(0.2, 1.2);
        float hand = time * 0.105 + 2.0;
        c = mix(c, vec3(0.2), disc(o, vec2(0.0), 0.23));
        c = mix(c, vec3(0.97), disc(o, vec2(0.0), 0.19));
        c = mix(c, vec3(0.15), rod(o, vec2(0.0), 0.13 * vec2(sin(hand), cos(hand)), 0.012) + rod(o, vec2(0.0), 0.09 * vec2(-0.6, 0.8), 0.016));
        vec2 g = vec2((q.x - half_ - 0.2) / 0.62, (q.y + 0.6) / 0.72);
        float r = hash(floor(g.x) + 9.0, floor(g.y) + floor(u_p[2] * 60.0));
        vec3 poster = mix(u_c[4], u_c[5], r) * (0.9 + 0.25 * noise(q * 6.0 + 30.0 * r));
        float shown = panes(g, vec2(0.07, 0.07), vec2(0.04)) * step(half_ + 0.2, q.x) * step(-0.6, q.y) * step(q.y, 0.8);
        c = mix(c, poster, shown);
    } else if (w.face == 1) {
        c = u_c[0] * 0.92;
        if (ray.x * side < 0.0) {
            vec2 g = vec2((w.p.z - 0.4) / 1.4, (w.p.y + 0.65) / 1.75);
            float pane = panes(g, vec2(0.08, 0.05), vec2(0.03)) * step(0.0, g.y) * step(g.y, 1.0);
            float tree = smoothstep(0.4, 0.6, noise(vec2(w.p.z * 2.0 + 0.2 * sin(time * 0.6), w.p.y * 2.5)) + 0.25 - 0.4 * w.p.y);
            c = mix(c, mix(u_c[6], vec3(0.55, 0.68, 0.42), 0.6 * tree), pane);
        }
    } else if (w.face == 2) {
        c = u_c[3] * (0.9 + 0.12 * hash(floor(w.p.x / 0.35), floor(w.p.z / 1.3)));
        c = screen(c, u_c[6] * 0.22 * smoothstep(0.25, 0.75, sin(w.p.z * 4.4 + w.p.x * 1.2) * 0.5 + 0.5) * smoothstep(1.0, -2.5, w.p.x * side));
    } else {
        c = u_c[7];
        c = mix(c, vec3(1.0), panes(vec2(w.p.x / 1.8, w.p.z / 1.6), vec2(0.34, 0.12), vec2(0.05)));
    }
    c *= w.shade;
    vec2 leaf = w.p.xy * vec2(1.6 * side, 1.4) + vec2(0.35 * sin(time * 0.7), 0.12 * sin(time * 1.1));
    float sunlit = smoothstep(0.35, 0.8, noise(leaf + 11.0)) * smoothstep(1.6, -0.4, w.p.x * side + 0.8 * w.p.y - 0.6);
    if (w.face < 2) c = screen(c, u_c[6] * 0.22 * sunlit);
    vec2 q = at(3.7) * vec2(side, 1.0);
    c = mix(c, u_c[2] * 0.7, box(q, vec2(1.25, -1.35), vec2(0.85, 0.4)));
    c = mix(c, u_c[2] * 1.05, box(q, vec2(1.25, -0.93), vec2(0.95, 0.05)));
    c = mix(c, u_c[4], box(q, vec2(0.85, -0.83), vec2(0.2, 0.05)) );
    c = mix(c, u_c[5], box(q, vec2(0.87, -0.74), vec2(0.17, 0.045)));
    c = mix(c, u_c[4] * 0.9, disc(q, vec2(1.75, -0.66), 0.19));
    return mix(c, vec3(0.3, 0.25, 0.2), box(q, vec2(1.75, -0.87), vec2(0.12, 0.03)));
}
