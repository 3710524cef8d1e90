// A seamless paper backdrop with a pool of light. u_p: 0 light x, 1 light size, 2 softbox, 3 floor, 4 texture.
// u_c: 0 paper, 1 paper in shadow, 2 light, 3 gel
vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time) {
    look(uv, camera, zoom);
    vec2 q = at(3.2);
    float x = mix(-0.5, 0.5, u_p[0]) + 0.05 * sin(time * 0.3);
    float d = length((q - vec2(x, 0.25)) / mix(1.3, 2.1, u_p[1]));
    vec3 c = mix(u_c[0], u_c[1], smoothstep(0.1, 1.3, d));
    c *= 0.96 + 0.08 * clouds(q * 0.9 + 20.0 * u_p[4]);
    c = screen(c, u_c[2] * 0.25 * exp(-d * d * 3.0));
    float sweep = smoothstep(-0.95, -1.45, q.y);
    c = mix(c, u_c[0] * 0.9, sweep * 0.55);
    c = screen(c, u_c[3] * 0.35 * smoothstep(0.4, 2.2, q.x * (u_p[0] < 0.5 ? 1.0 : -1.0) + 0.4 * q.y + 0.15 * sin(time * 0.4)));
    if (u_p[2] > 0.5) {
        float side = u_p[0] < 0.5 ? 1.0 : -1.0;
        q = at(2.7);
        vec2 o = vec2(q.x * side - 1.22, q.y - 0.62);
        o = mat2(0.96, -0.28, 0.28, 0.96) * o;
        c = mix(c, vec3(0.1), rod(vec2(q.x * side, q.y), vec2(1.3, 0.4), vec2(1.3, -2.0), 0.025));
        c = screen(c, u_c[2] * 0.4 * glow(o, vec2(0.0), 0.7));
        c = mix(c, vec3(0.08), rounded(o, vec2(0.0), vec2(0.33, 0.46), 0.04));
        c = mix(c, vec3(1.0, 0.99, 0.96), rounded(o, vec2(0.0), vec2(0.29, 0.42), 0.04));
    }
    return c;
}
