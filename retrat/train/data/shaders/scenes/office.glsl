// A bright office: windows on a city, desks with screens, a plant. u_p: 0 layout side, 1 blinds, 2 screens, 3 skyline, 4 wall.
// u_c: 0 wall, 1 floor, 2 window sky, 3 desk, 4 accent, 5 leaf, 6 ceiling, 7 light
vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float side = u_p[0] < 0.5 ? 1.0 : -1.0;
    Wall w = room(3.3, 1.35, 6.0);
    vec3 c;
    if (w.face == 0) {
        c = u_c[0];
        vec2 q = w.p.xy;
        float outside = box(q, vec2(0.0, 0.1), vec2(3.0, 0.95));
        vec2 far = ray + eye.xy * 0.02;
        vec3 view = mix(vec3(1.0), u_c[2], smoothstep(-0.1, 0.35, far.y));
        float x = far.x * 11.0 + 20.0 * u_p[3];
        float top = -0.10 + 0.2 * hash(floor(x), 40.0);
        vec3 town = mix(u_c[2] * 0.75, vec3(0.8), 0.3 + 0.4 * hash(floor(x), 41.0));
        view = mix(view, town, smoothstep(0.012, -0.012, far.y - top));
        view = mix(view, u_c[2] * 0.55 + 0.1, smoothstep(0.01, -0.01, far.y + 0.06 - 0.05 * hash(floor(x * 1.7), 43.0)));
        float blind = smoothstep(-0.1, 0.1, sin(q.y * 42.0)) * step(0.55, u_p[1]) * step(mix(0.9, 0.2, u_p[1]), q.y);
        view = mix(view, vec3(0.95), blind * 0.7);
        float bar = 1.0 - smoothstep(0.03, 0.07, abs(fract(q.x / 1.5 + 0.5) - 0.5) * 1.5);
        view = mix(view, u_c[0] * 0.62, bar);
        c = mix(c, view, outside);
    } else if (w.face == 1) {
        c = u_c[0] * ((ray.x * side > 0.0) ? 0.86 : 0.97);
        if (ray.x * side > 0.0) {
            vec2 q = vec2(w.p.z, w.p.y);
            vec2 cell = vec2(q.x / 0.55, (q.y + 1.6) / 0.62);
            float shelf = box(q, vec2(4.6, -0.35), vec2(1.1, 1.25));
            float r = hash(floor(cell.x * 3.0), floor(cell.y) + 60.0);
            vec3 file = mix(u_c[4], vec3(0.85), r) * (0.6 + 0.5 * hash(floor(cell.x * 3.0), floor(cell.y)));
            float books = panes(cell, vec2(0.05, 0.1), vec2(0.05)) * step(fract(cell.y), 0.55 + 0.3 * r);
            c = mix(c, mix(u_c[3] * 0.62, file, books), shelf);
        }
    } else if (w.face == 2) {
        c = u_c[1] * (0.9 + 0.1 * noise(w.p.xz * 1.5));
        c = screen(c, vec3(0.35) * smoothstep(4.0, 6.0, w.p.z) * (0.6 + 0.4 * cos(w.p.x * 4.2)));
    } else {
        c = u_c[6];
        float lamp = panes(vec2(w.p.x / 2.2 + 0.5, w.p.z / 1.5), vec2(0.3, 0.2), vec2(0.05));
        c = mix(c, vec3(1.0, 0.99, 0.96), lamp);
    }
    c *= w.shade;
    for (int i = 1; i >= 0; i--) {
        float z = i == 1 ? 5.0 : 3.7;
        vec2 q = at(z) * vec2(side, 1.0);
        float x = i == 1 ? -1.3 : 1.25;
        vec2 o = q - vec2(x, -0.72);
        float glare = 0.9 + 0.1 * sin(time * 0.9 + float(i));
        vec3 shown = mix(u_c[4], vec3(0.85, 0.92, 1.0), 0.45 + 0.3 * noise(o * 5.0 + vec2(0.0, floor(time * 0.5)))) * glare;
        c = mix(c, u_c[3] * 0.55, box(o, vec2(0.0, -0.95), vec2(0.95, 0.8)));
        c = mix(c, u_c[3], box(o, vec2(0.0, -0.12), vec2(1.08, 0.07)));
        c = mix(c, vec3(0.2), box(o, vec2(0.1, 0.02), vec2(0.05, 0.14)));
        c = mix(c, vec3(0.13, 0.14, 0.16), rounded(o, vec2(0.1, 0.34), vec2(0.52, 0.30), 0.04));
        c = mix(c, shown, box(o, vec2(0.1, 0.345), vec2(0.47, 0.25)));
        c = mix(c, vec3(0.9), box(o, vec2(-0.68, 0.03), vec2(0.16, 0.07)));
        c = mix(c, u_c[4], disc(o, vec2(0.82, 0.03), 0.08));
    }
    vec2 q = at(4.4) * vec2(side, 1.0);
    return plant(c, q, vec2(-1.95, -1.6), 1.35, u_c[5], mix(u_c[4], vec3(0.9), 0.5), time);
}
