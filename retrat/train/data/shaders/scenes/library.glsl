// Shelves of books on three sides, warm lamps. u_p: 0 aisle width, 1 books, 2 lamp, 3 ladder, 4 window.
// u_c: 0 wood, 1 book a, 2 book b, 3 book c, 4 floor, 5 lamp, 6 ceiling
vec3 shelves(vec2 q, float soft) {
    vec2 g = vec2(q.x, (q.y - FLOOR) / 0.62);
    float row = floor(g.y), up = fract(g.y);
    float stack = g.x / 1.3, post = 0.65 - abs(fract(stack) - 0.5) * 1.3;
    float b = g.x / 0.15 + 0.37 * row;
    float r = hash(floor(b), row + floor(u_p[1] * 90.0));
    float r2 = hash(floor(b * 0.2), row + 7.0);
    vec3 book = r < 0.34 ? u_c[1] : (r < 0.67 ? u_c[2] : u_c[3]);
    book = mix(book, r2 < 0.5 ? u_c[1] : u_c[2], 0.45) * (0.65 + 0.55 * fract(r * 11.0));
    float height = 0.62 + 0.24 * fract(r * 29.0);
    float spine = smoothstep(0.0, 0.18 + soft, 0.5 - abs(fract(b) - 0.5));
    float band = smoothstep(0.05 + soft, 0.0, abs(up - 0.5)) * step(0.6, fract(r * 51.0));
    book = mix(book * (0.6 + 0.4 * spine), vec3(0.85, 0.7, 0.4), 0.5 * band);
    float on = smoothstep(height + 0.03 + soft, height - 0.03 - soft, up) * step(0.12, r);
    vec3 c = mix(u_c[0] * 0.28, book, on) * (0.72 + 0.28 * smoothstep(1.0, 0.5, up));
    float board = max(smoothstep(0.13, 0.09, up), smoothstep(0.06, 0.04, post));
    return mix(c, u_c[0], board);
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float half_ = mix(1.7, 2.5, u_p[0]);
    Wall w = room(half_, 1.9, 5.6);
    vec3 c;
    if (w.face == 0) {
        c = shelves(w.p.xy, 0.05) * 0.9;
        if (u_p[4] > 0.5) {
            vec2 q = w.p.xy - vec2(0.0, 0.35);
            float arch = inside(max(abs(q.x) - 0.6, q.y > 0.35 ? length(q - vec2(0.0, 0.35)) - 0.6 : -1.0 - q.y));
            vec3 day = mix(vec3(1.0, 0.97, 0.88), vec3(0.75, 0.86, 0.95), smoothstep(-0.6, 0.9, q.y));
            day *= 1.0 - 0.3 * smoothstep(0.4, 0.7, noise(q * 2.5 + vec2(0.2 * sin(time * 0.6), 0.0))) ;
            day = mix(day, u_c[0] * 0.6, 1.0 - panes(q / 0.4 + 0.5, vec2(0.05), vec2(0.04)));
            c = mix(mix(c, u_c[0], inside(max(abs(q.x) - 0.72, abs(q.y + 0.1) - 1.15))), day, arch);
        }
    } else if (w.face == 1) {
        c = shelves(vec2(w.p.z, w.p.y), 0.1) * mix(1.0, 0.75, smoothstep(2.0, 5.6, w.p.z));
    } else if (w.face == 2) {
        c = u_c[4] * (0.85 + 0.15 * hash(floor(w.p.x / 0.3), floor(w.p.z / 1.1)));
        vec2 d = abs(vec2(w.p.x, w.p.z - 4.0)) - vec2(0.9, 1.2);
        c = mix(c, u_c[1] * 0.8, smoothstep(0.05, -0.05, max(d.x, d.y)));
        c = mix(c, vec3(0.8, 0.65, 0.4) * 0.8, smoothstep(0.05, 0.0, abs(max(d.x, d.y) + 0.12)) * 0.7);
    } else {
        c = u_c[6] * (0.85 + 0.15 * smoothstep(0.1, 0.2, abs(fract(w.p.z / 1.2) - 0.5)));
    }
    c *= w.shade * (0.85 + 0.25 * u_c[5]);
    if (u_p[3] > 0.5) {
        vec2 q = at(4.6) - vec2(u_p[3] > 0.75 ? 0.95 : -0.95, 0.0);
        float lean = q.x - 0.1 * q.y;
        float rung = smoothstep(0.16, 0.1, abs(fract(q.y / 0.36) - 0.5)) * inside(abs(lean) - 0.17);
        c = mix(c, u_c[0] * 1.35, max(inside(abs(abs(lean) - 0.19) - 0.032), rung) * step(q.y, 1.3));
    }
    for (int i = 1; i >= 0; i--) {
        float z = i == 0 ? 3.4 : 4.9;
        vec2 q = at(z) - vec2((i == 0 ? -0.9 : 0.85) * (u_p[2] < 0.5 ? 1.0 : -1.0), 0.95);
        float warm = 0.95 + 0.05 * sin(time * 3.0 + 1.0 * sin(time * 1.7));
        c = mix(c, vec3(0.12), box(q, vec2(0.0, 0.7), vec2(0.012, 0.6)));
        c = screen(c, u_c[5] * warm * (0.55 * glow(q, vec2(0.0), 0.9) + 0.9 * disc(q, vec2(0.0), 0.14)));
    }
    vec2 g = at(2.6) * 4.0 + vec2(0.1 * time, 0.06 * time), cell = floor(g);
    float r = hash(cell.x, cell.y + 500.0);
    float mote = smoothstep(0.1, 0.02, length(g - cell - 0.3 - 0.4 * vec2(fract(r * 7.0), fract(r * 23.0))));
    return screen(c, u_c[5] * 0.3 * mote * step(0.6, r) * (0.5 + 0.5 * sin(time + 30.0 * r)));
}
