uniform vec3 colours[8];
uniform vec3 pattern_colour;
uniform int pattern;   // 0 plain, 1 stripes, 2 checks, 3 dots, 4 heather
uniform float pattern_scale;

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0) n = -n;
    int piece = int(v_extra.x + 0.5);
    vec3 base = linear(colours[min(piece, 7)]);
    vec3 other = linear(pattern_colour);
    vec2 q = vec2(v_canon.x + 0.6 * v_canon.z * sign(v_canon.x) * 0.0, v_canon.y) * pattern_scale;
    float amount = 0.0;
    if (piece == 0) {
        if (pattern == 1) amount = smoothstep(0.45, 0.55, abs(fract(q.y) - 0.5) * 2.0);
        if (pattern == 2) amount = 0.5 * (smoothstep(0.45, 0.55, abs(fract(q.x) - 0.5) * 2.0) + smoothstep(0.45, 0.55, abs(fract(q.y) - 0.5) * 2.0));
        if (pattern == 3) amount = smoothstep(0.30, 0.24, length(fract(q + vec2(0.5 * mod(floor(q.y), 2.0), 0.0)) - 0.5));
        if (pattern == 4) amount = 0.5 * texture(grain, v_canon.xy * vec2(11.0, 2.5)).x;
    }
    vec3 albedo = mix(base, other, amount * (pattern == 4 ? 0.5 : 0.9));
    vec2 flat_ = v_canon.xy + vec2(0.8 * v_canon.z, 0.3 * v_canon.z);
    albedo *= 0.86 + 0.28 * texture(grain, flat_ * 7.0).x;
    vec3 folds = texture(grain, flat_ * vec2(0.22, 0.13)).yzw - 0.5;
    vec3 bumped = normalize(n + 0.38 * folds);
    float lit = shadow(n);
    float facing = clamp(dot(bumped, key_direction) * 0.85 + 0.15, 0.0, 1.0);
    vec3 colour = albedo * (key_colour * facing * lit + ambient(bumped, v_extra.y));
    float fuzz = pow(1.0 - max(dot(n, view), 0.0), 3.0);
    colour += albedo * fuzz * 0.35 * (sky_colour + 0.3 * key_colour * lit);
    colour += rim(n, view) * (0.04 + albedo) * 0.7;
    finish(colour, 1.0);
}
