// A street between houses. u_p: 0 where the viewer stands, 1 houses, 2 trees, 3 cloud cover, 4 traffic.
// u_c: 0 zenith, 1 horizon, 2 cloud, 3 facade a, 4 facade b, 5 road, 6 leaves, 7 light
vec3 car(vec3 c, float z, float x, vec3 paint) {
    vec2 q = at(z) - vec2(x, FLOOR);
    if (abs(q.x) > 1.2 || q.y > 1.8 || q.y < -0.2) return c;
    c = mix(c, u_c[5] * 0.4, rounded(q, vec2(0.0, 0.06), vec2(0.95, 0.08), 0.08));
    c = mix(c, paint * 0.8, rounded(q, vec2(0.0, 1.05), vec2(0.66, 0.42), 0.25));
    c = mix(c, vec3(0.25, 0.32, 0.38), rounded(q, vec2(0.0, 1.08), vec2(0.56, 0.28), 0.18));
    c = mix(c, paint, rounded(q, vec2(0.0, 0.5), vec2(0.88, 0.36), 0.22));
    c = mix(c, vec3(0.12), rounded(q, vec2(0.0, 0.4), vec2(0.45, 0.12), 0.08));
    return mix(c, vec3(1.0, 0.97, 0.85), disc(vec2(abs(q.x), q.y), vec2(0.66, 0.55), 0.12));
}

vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    float mirror = u_p[0] < 0.5 ? 1.0 : -1.0;
    ray.x *= mirror;
    eye.x = eye.x * mirror + 1.0 + 4.0 * abs(u_p[0] - 0.5);
    vec3 c = sky(u_c[0], u_c[1], u_c[2], 0.3 + 0.35 * u_p[3], time);
    vec2 q = at(70.0);
    float tower = floor(q.x / 5.0);
    float top = 5.0 + 17.0 * hash(tower, 90.0 + floor(u_p[1] * 40.0));
    c = mix(c, mix(u_c[4], u_c[1], 0.65), inside(q.y - top));
    float side = depth_of_side(ray.x < 0.0 ? -5.2 : 5.2);
    float flat_ = depth_of_height(FLOOR);
    if (side < flat_ && side < 75.0) {
        float y = at(side).y, left = ray.x < 0.0 ? 0.0 : 100.0;
        float house = floor(side / 4.2), r = hash(house + left, floor(u_p[1] * 60.0));
        float height = 3.6 + 7.5 * r;
        vec3 wall = mix(u_c[3], u_c[4], fract(r * 5.0)) * (0.82 + 0.3 * fract(r * 11.0));
        float soft = clamp(0.045 + 0.012 * side, 0.0, 0.5);
        vec2 cell = vec2(side / 1.4, (y - FLOOR) / 1.5);
        float window = panes(cell, vec2(0.24, 0.2), vec2(soft)) * step(1.0, cell.y);
        vec3 glass = mix(vec3(0.3, 0.38, 0.46), u_c[1], 0.35 + 0.4 * hash(floor(cell.x) + left, floor(cell.y)));
        wall = mix(wall, glass, window * 0.85);
        float shop = smoothstep(1.35, 1.25, cell.y) * smoothstep(0.05, 0.15, cell.y);
        vec3 awning = 0.55 + 0.24 * cos(6.28 * (r * 3.0 + vec3(0.0, 0.33, 0.67)));
        wall = mix(wall, cell.y > 0.92 ? awning : vec3(0.22, 0.24, 0.28) + 0.3 * window, shop * 0.9);
        wall *= (ray.x * mirror < 0.0) == (u_p[5] < 0.5) ? vec3(1.08, 1.05, 1.0) : vec3(0.72, 0.76, 0.84);
        wall = mix(wall, u_c[1], smoothstep(10.0, 75.0, side) * 0.75);
        float gap = smoothstep(0.0, 0.05, min(fract(side / 4.2), 1.0 - fract(side / 4.2)));
        c = mix(c, wall * (0.8 + 0.2 * gap), inside(y - height));
    } else if (flat_ < 900.0) {
        float x = at(flat_).x;
        vec3 road = u_c[5] * (0.95 + 0.1 * noise(vec2(x * 1.2, flat_ * 0.8)));
        float walk = smoothstep(2.75, 2.85, abs(x));
        road = mix(road, mix(u_c[5], vec3(0.78, 0.76, 0.73), 0.7), walk);
        road *= 1.0 - 0.3 * exp(-abs(abs(x) - 2.8) * 14.0);
        float dash = smoothstep(0.13, 0.07, abs(x)) * smoothstep(0.45, 0.55, abs(fract(flat_ / 3.0) - 0.5) * 2.0);
        road = mix(road, vec3(0.92), 0.8 * dash);
        c = mix(road, u_c[1], 0.7 * smoothstep(10.0, 80.0, flat_));
    }
    for (int i = 2; i >= 0; i--) {
        float z = 2.0 + mod(float(i) * 9.5 + u_p[4] * 9.5 - time * 2.4 + 285.0, 28.5);
        float r = hash(float(i), 200.0 + floor(u_p[4] * 30.0));
        vec3 paint = mix(vec3(0.35 + 0.5 * fract(r * 7.0)), 0.5 + 0.3 * cos(6.28 * (r + vec3(0.0, 0.3, 0.6))), step(0.4, r));
        c = mix(c, car(c, z, -1.4, mix(paint, u_c[1], smoothstep(10.0, 40.0, z))), smoothstep(30.5, 26.0, z));
    }
    if (u_p[2] > 0.25) {
        for (int i = 3; i >= 0; i--) {
            float z = 5.5 + 4.6 * float(i);
            q = at(z);
            float x = q.x > 0.0 ? 3.6 : -3.6;
            c = mix(c, u_c[6] * 0.4, box(q, vec2(x, -0.5), vec2(0.09, 1.1)));
            vec2 o = q - vec2(x + 0.04 * sin(time * 0.8 + float(i)), 1.25);
            float bumps = 0.28 * noise(q * 2.2 + float(i) * 5.0);
            vec3 leaf = mix(u_c[6] * 0.6, u_c[6] * 1.15, smoothstep(-0.8, 0.9, o.y + 0.5 * noise(q * 3.0)));
            c = mix(c, mix(leaf, u_c[1], 0.025 * z), inside(length(o * vec2(1.0, 0.85)) - 0.75 - bumps));
        }
    }
    return c;
}
