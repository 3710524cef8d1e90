// Sofa, pictures, lamp, curtains, sometimes a fire. u_p: 0 side, 1 pictures, 2 fire, 3 evening, 4 rug.
// u_c: 0 wall, 1 sofa, 2 cushion, 3 curtain, 4 floor, 5 lamp, 6 leaf, 7 window light
vec3 fireplace(vec3 c, vec2 q, float time) {
    c = mix(c, mix(u_c[0], vec3(0.93), 0.6), box(q, vec2(0.0, 0.62), vec2(0.85, 0.62)));
    c = mix(c, vec3(0.45, 0.3, 0.22), box(q, vec2(0.0, 1.26), vec2(0.98, 0.06)));
    float hole = box(q, vec2(0.0, 0.45), vec2(0.52, 0.44));
    vec2 f = vec2(q.x * 2.2, q.y * 1.5);
    float heat = noise(vec2(f.x * 3.0, f.y * 2.0 - time * 2.2)) * 0.5 + noise(vec2(f.x * 6.0 + 5.0, f.y * 4.0 - time * 3.7)) * 0.3;
    heat = heat + 0.75 - 1.15 * f.y - 0.6 * f.x * f.x;
    vec3 flame = mix(vec3(0.10, 0.05, 0.04), vec3(1.0, 0.38, 0.08), smoothstep(0.2, 0.5, heat));
    flame = mix(flame, vec3(1.0, 0.87, 0.45), smoothstep(0.5, 0.85, heat));
    c = mix(c, flame, hole);
    return screen(c, vec3(1.0, 0.5, 0.2) * (0.3 + 0.06 * sin(time * 7.0) + 0.05 * sin(time * 11.3)) * glow(q, vec2(0.0, 0.4), 1.2));
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float side = u_p[0] < 0.5 ? 1.0 : -1.0;
    Wall w = room(3.4, 1.5, 5.0);
    vec3 c = u_c[0];
    if (w.face == 2) {
        c = u_c[4] * (0.86 + 0.16 * hash(floor(w.p.x / 0.32), floor(w.p.z / 1.4 + 0.5 * mod(floor(w.p.x / 0.32), 2.0))));
        vec2 d = vec2(w.p.x, w.p.z - 3.7) / vec2(1.9, 0.9);
        float ring = length(d);
        c = mix(c, mix(u_c[2], vec3(0.9, 0.87, 0.8), 0.4 + 0.3 * sin(ring * 22.0)), smoothstep(1.03, 0.97, ring) * step(0.35, u_p[4]));
    } else if (w.face == 3) {
        c = mix(u_c[0], vec3(1.0), 0.7);
    } else {
        c *= 0.95 + 0.06 * step(0.5, fract(w.p.x / 0.5)) * step(0.6, u_p[1]);
        c = mix(c, vec3(0.95), smoothstep(FLOOR + 0.16, FLOOR + 0.12, w.p.y) * 0.7);
    }
    c *= w.shade;
    vec2 q = at(5.0) * vec2(side, 1.0);
    float pane = box(q, vec2(-1.55, 0.25), vec2(0.62, 0.85));
    vec3 view = mix(u_c[6], u_c[7], smoothstep(-0.3, 0.35, q.y - 0.15 + 0.3 * noise(q * 3.0 + vec2(0.2 * sin(time * 0.6), 1.0))));
    view = mix(view, vec3(0.08, 0.1, 0.2) + 0.12 * smoothstep(1.0, -0.5, q.y), smoothstep(0.55, 0.65, u_p[3]));
    c = mix(c, vec3(0.95), box(q, vec2(-1.55, 0.25), vec2(0.7, 0.93)));
    c = mix(c, view, pane * smoothstep(0.02, 0.05, min(abs(q.x + 1.55), abs(q.y - 0.35))));
    float sway = 0.03 * sin(time * 0.7 + q.y);
    float cloth = box(vec2(abs(q.x + 1.55), q.y), vec2(0.82 + sway, 0.05), vec2(0.24, 1.25));
    c = mix(c, u_c[3] * (0.78 + 0.22 * sin(q.x * 34.0 + 2.0 * sway)), cloth);
    if (u_p[2] > 0.55) {
        c = fireplace(c, q - vec2(1.15, FLOOR), time);
    } else {
        c = mix(c, vec3(0.42, 0.28, 0.18), box(q, vec2(1.55, -0.55), vec2(0.7, 1.05)));
        vec2 g = vec2((q.x - 0.9) / 0.13, (q.y + 1.55) / 0.5);
        float r = hash(floor(g.x), floor(g.y) + 20.0);
        vec3 thing = 0.5 + 0.32 * cos(6.28 * (0.6 * r + u_p[1] + vec3(0.0, 0.2, 0.45)));
        float on = step(fract(g.y), 0.45 + 0.35 * r) * step(0.25, r);
        c = mix(c, mix(vec3(0.22, 0.14, 0.1), thing, on), box(q, vec2(1.55, -0.55), vec2(0.64, 0.99)) * smoothstep(0.04, 0.1, fract(g.y)));
    }
    for (int i = 0; i < 2; i++) {
        float r = hash(float(i), 30.0 + floor(u_p[1] * 50.0));
        vec2 o = q - vec2(-0.32 + 0.72 * float(i), 0.62 + 0.1 * r);
        vec2 halves = vec2(0.27, 0.3 + 0.08 * r);
        c = mix(c, vec3(0.16, 0.13, 0.11), box(o, vec2(0.0), halves));
        vec3 art = mix(u_c[2], u_c[7], smoothstep(-0.15, 0.15, o.y + 0.12 * sin(o.x * 12.0 + 20.0 * r)));
        c = mix(c, mix(art, u_c[3], disc(o, vec2(0.1 * (r - 0.5), 0.1), 0.09)), box(o, vec2(0.0), halves - 0.05));
    }
    q = at(4.3) * vec2(side, 1.0);
    vec2 o = q - vec2(-0.25, FLOOR);
    c = mix(c, u_c[1] * 0.86, rounded(o, vec2(0.0, 0.72), vec2(1.2, 0.42), 0.16));
    c = mix(c, u_c[1] * 0.97, rounded(o, vec2(-0.52, 0.78), vec2(0.5, 0.3), 0.12) + rounded(o, vec2(0.52, 0.78), vec2(0.5, 0.3), 0.12));
    c = mix(c, u_c[1], rounded(o, vec2(0.0, 0.38), vec2(1.12, 0.16), 0.08));
    c = mix(c, u_c[1] * 0.8, rounded(vec2(abs(o.x), o.y), vec2(1.22, 0.46), vec2(0.18, 0.36), 0.15));
    c = mix(c, u_c[2], rounded(o * mat2(0.98, -0.17, 0.17, 0.98), vec2(-0.75, 0.72), vec2(0.23, 0.21), 0.09));
    c = mix(c, mix(u_c[2], u_c[7], 0.55), rounded(o * mat2(0.97, 0.2, -0.2, 0.97), vec2(0.85, 0.62), vec2(0.21, 0.2), 0.09));
    q = at(3.9) * vec2(side, 1.0);
    o = q - vec2(1.38, 0.55);
    c = mix(c, vec3(0.18), box(o, vec2(0.0, -1.2), vec2(0.022, 1.1)));
    c = screen(c, u_c[5] * mix(0.35, 0.8, u_p[3]) * glow(o, vec2(0.0, -0.05), 0.85));
    c = mix(c, mix(u_c[5], vec3(1.0, 0.97, 0.9), 0.5), inside(max(abs(o.x) - 0.2 + 0.3 * o.y, abs(o.y) - 0.19)));
    return plant(c, q, vec2(-1.72, FLOOR), 1.1, u_c[6], vec3(0.75, 0.6, 0.48), time);
}
