// Curtains, moving beams, a lit floor. u_p: 0 beams, 1 speed, 2 curtain, 3 crowd lamps, 4 haze.
// u_c: 0 curtain, 1 back, 2 beam a, 3 beam b, 4 floor, 5 warm lamp
vec3 beam(vec3 c, vec2 q, float x, float swing, vec3 light) {
    vec2 o = q - vec2(x, 2.6);
    float down = -o.y, across = o.x - swing * down;
    float w = 0.06 + 0.17 * down;
    float a = exp(-across * across / (w * w) * 1.5) * smoothstep(4.6, 0.2, down) * step(0.0, down);
    return screen(c, light * a * mix(0.45, 0.75, u_p[4]));
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float pace = mix(0.35, 0.9, u_p[1]);
    vec2 q = at(6.0);
    float fold = 0.5 + 0.5 * sin(q.x * 5.0 + 0.5 * noise_line(q.y * 0.8, 2.0) + 0.15 * sin(time * 0.5));
    vec3 c = u_c[1] * (0.5 + 0.6 * fold) * (0.65 + 0.45 * smoothstep(2.5, -1.5, q.y));
    c = screen(c, u_c[2] * 0.4 * glow(q, vec2(0.0, 0.1), 2.1));
    float z = min(depth_of_height(FLOOR), 6.0);
    if (z < 6.0) {
        vec2 f = vec2(at(z).x, z);
        c = u_c[4] * (0.75 + 0.25 * hash(floor(f.x / 0.45), 3.0)) * (0.5 + 0.08 * f.y);
        for (int i = 0; i < 3; i++) {
            float s = sin(time * pace + float(i) * 2.1 + 6.0 * u_p[0]);
            vec2 d = (f - vec2((float(i) - 1.0) * 1.7 + 1.1 * s, 4.3)) / vec2(1.0, 0.8);
            c = screen(c, (i == 1 ? u_c[5] : (i == 0 ? u_c[2] : u_c[3])) * 0.6 * exp(-dot(d, d) * 1.3));
        }
    }
    q = at(5.2);
    for (int i = 0; i < 4; i++) {
        float s = sin(time * pace + float(i) * 1.9 + 6.0 * u_p[0]);
        c = beam(c, q, (float(i) - 1.5) * 1.5, 0.32 * s - 0.16 * (float(i) - 1.5), mod(float(i), 2.0) < 0.5 ? u_c[2] : u_c[3]);
    }
    q = at(4.6);
    float hang = abs(q.x) - mix(1.55, 1.85, u_p[2]) - 0.18 * smoothstep(0.8, -1.6, q.y) * sin(q.y * 1.3 + 1.0);
    float pleat = 0.5 + 0.5 * sin(q.x * 11.0 + 0.6 * sin(q.y * 1.1 + time * 0.4));
    c = mix(c, u_c[0] * (0.32 + 0.75 * pleat * pleat) * (0.65 + 0.3 * smoothstep(2.0, -1.0, q.y)), inside(-hang));
    float swag = 1.72 - 0.22 * abs(sin(q.x * 1.5 + 0.8)) ;
    c = mix(c, u_c[0] * (0.45 + 0.5 * (0.5 + 0.5 * sin(q.x * 14.0))), inside(swag - q.y));
    c = mix(c, vec3(0.85, 0.68, 0.3), 0.8 * inside(abs(q.y - swag) - 0.035));
    q = at(3.8);
    for (int i = 0; i < 5; i++) {
        vec2 lamp = vec2((float(i) - 2.0) * 0.75, 1.72);
        vec3 light = i == 2 ? u_c[5] : (mod(float(i), 2.0) < 0.5 ? u_c[2] : u_c[3]);
        c = screen(c, light * (0.9 * disc(q, lamp, 0.09) + 0.5 * glow(q, lamp, 0.4)));
    }
    return c;
}
