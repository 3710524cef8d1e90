in vec2 v_screen;
out vec4 pixel;
uniform vec3 tint_a;
uniform vec3 tint_b;
uniform int kind;
uniform vec2 shift;
uniform float seed;

float hash(vec2 p) { p = fract(p * vec2(234.34, 435.345) + seed); p += dot(p, p + 34.23); return fract(p.x * p.y); }
float noise(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash(i), hash(i + vec2(1, 0)), f.x), mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x), f.y);
}

void main() {
    vec2 p = v_screen + shift;
    vec3 colour = mix(tint_a, tint_b, smoothstep(-1.0, 1.0, p.y));
    if (kind == 1) colour = mix(colour, tint_b * 1.2, noise(p * 2.5));
    if (kind == 2) colour *= 0.75 + 0.25 * step(0.08, fract(p.x * 2.5)) * step(0.08, fract(p.y * 2.5));
    if (kind == 3) colour = mix(tint_a, tint_b, smoothstep(-0.02, 0.02, p.y + 0.25 + 0.15 * noise(vec2(p.x * 3.0, 1.0))));
    if (kind == 4) colour = mix(tint_b, tint_a, step(0.5, fract(p.x * 1.7)) * (0.5 + 0.5 * noise(p * 20.0)));
    if (kind == 5) for (int i = 0; i < 6; i++) {
        vec2 c = vec2(hash(vec2(i, 1)), hash(vec2(i, 2))) * 2.4 - 1.2;
        colour = mix(colour, vec3(hash(vec2(i, 3)), hash(vec2(i, 4)), hash(vec2(i, 5))), 0.7 * smoothstep(0.36, 0.30, length(p - c)));
    }
    colour *= 0.96 + 0.08 * noise(p * 60.0);
    pixel = vec4(colour, 1.0);
}
