// Lit towers, lamps out of focus, wet street. u_p: 0 lights, 1 towers, 2 bokeh size, 3 street hue, 4 rain on the street.
// u_c: 0 sky top, 1 sky glow, 2 tower, 3 warm window, 4 cold window, 5 lamp a, 6 lamp b, 7 street
vec3 towers(vec3 c, float z, float row, float pitch, float dim) {
    vec2 q = at(z);
    float cell = floor(q.x / pitch), r = hash(cell, row + floor(u_p[1] * 90.0));
    float top = z * (0.10 + 0.34 * r);
    float own = inside(max(q.y - top, abs(fract(q.x / pitch) - 0.5) * pitch - 0.5 * pitch * (0.78 + 0.2 * fract(r * 9.0))));
    vec2 w = q / (z * vec2(0.036, 0.042));
    float lit = hash(floor(w.x) + 51.0 * row, floor(w.y) + 300.0);
    vec3 lamp = mix(u_c[3], u_c[4], step(0.6, fract(lit * 17.0)));
    vec3 wall = u_c[2] * (0.7 + 0.5 * fract(r * 5.0)) + lamp * panes(w, vec2(0.2), vec2(0.19)) * smoothstep(0.52, 0.62, lit) * dim;
    return mix(c, wall, own);
}

vec3 bokeh(vec3 c, vec2 q, float size, float row, float drift, vec3 a, vec3 b) {
    vec2 g = q / size + vec2(drift, 0.0);
    vec2 cell = floor(g), f = g - cell;
    float r = hash(cell.x + 400.0, cell.y * 7.0 + row + floor(u_p[0] * 70.0));
    vec2 centre = 0.5 + 0.22 * (vec2(fract(r * 23.0), fract(r * 57.0)) - 0.5) * 2.0;
    float radius = 0.16 + 0.1 * fract(r * 91.0);
    float d = length(f - centre);
    float on = step(0.52, r) * smoothstep(radius + 0.03, radius - 0.03, d) * (0.55 + 0.45 * smoothstep(0.0, radius, d));
    vec3 lamp = mix(a, b, smoothstep(0.35, 0.65, fract(r * 131.0)));
    return screen(c, lamp * on * (0.25 + 0.5 * fract(r * 41.0)));
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec3 c = mix(u_c[1], u_c[0], smoothstep(-0.1, 0.5, ray.y));
    c = towers(c, 40.0, 1.0, 5.5, 0.55);
    c = towers(c, 20.0, 2.0, 4.6, 0.8);
    c = screen(c, u_c[1] * 0.5 * exp(-abs(ray.y + 0.04) * 9.0));
    float line = -0.11;
    float blink = 0.85 + 0.15 * sin(time * 2.0);
    vec2 q = at(12.0) / 12.0;
    if (ray.y < line) {
        float depth = line - ray.y;
        float column = noise_line(q.x * 9.0, floor(u_p[0] * 50.0)) * noise_line(q.x * 23.0 + 0.2 * time, 7.0);
        float ripple = 0.75 + 0.25 * sin(depth * 120.0 + 6.0 * noise_line(q.x * 8.0, 2.0) + time * 2.0);
        vec3 shine = mix(u_c[5], u_c[6], noise_line(q.x * 5.0 + 3.0, 4.0));
        c = mix(u_c[7], u_c[2], smoothstep(0.0, 0.3, depth));
        c = screen(c, shine * column * ripple * exp(-depth * 4.0) * (0.55 + 0.6 * u_p[4]));
    }
    float road = exp(-abs(ray.y - line) * 22.0);
    c = screen(c, u_c[5] * road * 0.35);
    vec2 lane = vec2(at(9.0).x / 9.0, ray.y - line);
    for (int i = 0; i < 2; i++) {
        float way = i == 0 ? 1.0 : -1.0;
        float x = lane.x * 5.0 - way * time * 0.35 + 0.37 * float(i);
        float id = floor(x), r = hash(id, 77.0 + float(i));
        vec2 d = vec2((fract(x) - 0.5) / 5.0, lane.y - 0.018 + 0.034 * float(i));
        d.x = abs(d.x) - 0.022;
        vec3 lamp = i == 0 ? vec3(1.0, 0.93, 0.78) : vec3(1.0, 0.16, 0.12);
        c = screen(c, lamp * step(0.3, r) * smoothstep(0.026, 0.016, length(d)) * 0.85);
    }
    float size = mix(0.2, 0.3, u_p[2]);
    q = at(5.0) / 5.0;
    if (ray.y > -0.2) {
        float fade = smoothstep(0.42, 0.1, abs(ray.y - 0.06));
        vec3 d = bokeh(c, q, size * 0.55, 1.0, 0.0, u_c[5], u_c[3]);
        d = bokeh(d, at(3.6) / 3.6 + 0.4, size * 0.8, 2.0, 0.0, u_c[6], u_c[4]);
        d = bokeh(d, at(2.6) / 2.6 + 0.7, size * 1.2, 3.0, 0.02 * time, u_c[5], u_c[6]);
        c = mix(c, d, fade * blink);
    }
    return c;
}
