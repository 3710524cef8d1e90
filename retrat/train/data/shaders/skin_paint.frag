// Paints a person's skin once: albedo (as its square root) and, in alpha, how it shines
// (0.2 hair, 0.5 skin, 1 lips). Places are those of the template: eyes at (+-0.031, 0.728, 0.135),
// mouth at (0, 0.660, 0.155), chin at y 0.618, top of the head at y 0.85.
in vec3 v_canon;
in vec4 v_paint;   // lips, lids, ears, inside of the mouth
out vec4 pixel;

uniform vec3 skin_colour;
uniform vec3 lip_colour;
uniform vec3 hair_colour;
uniform vec3 lid_colour;
uniform vec4 skin_traits;   // redness, freckles, make-up, hair painted on the scalp
uniform vec4 beard;         // stubble, moustache, chin, jaw
uniform vec4 hairline;      // height, temple recess, age lines, moles
uniform float seed;

float ball(vec3 centre, float radius) {
    vec3 p = v_canon;
    p.x = abs(p.x);
    return 1.0 - smoothstep(radius * 0.3, radius, length(p - centre));
}

float scalp(float ragged) {
    vec3 p = v_canon;
    float x = abs(p.x);
    // A curve that the hair begins behind: forehead, temple, down before the ear, round it, to the nape.
    float front = hairline.x - 0.9 * max(x - 0.03, 0.0) * hairline.y - 3.2 * pow(max(x - 0.046, 0.0), 1.0) * 0.55;
    float forehead = smoothstep(-0.004, 0.004, p.y - front + ragged);
    float side = smoothstep(-0.004, 0.004, 0.082 - p.z + 1.1 * max(p.y - 0.735, 0.0) + ragged) * smoothstep(0.706, 0.718, p.y + ragged * 2.0);
    float back = smoothstep(0.030, 0.018, p.z + ragged) * smoothstep(0.655, 0.680, p.y + ragged * 2.0);
    return clamp(max(max(forehead * smoothstep(0.74, 0.76, p.y), side), back), 0.0, 1.0);
}

float beard_region() {
    vec3 p = v_canon;
    float x = abs(p.x);
    // Upper edge falls from the sideburn to the corner of the mouth, then to the chin.
    float edge = 0.652 + 0.85 * max(x - 0.030, 0.0) + 0.006 * noise(p * 90.0);
    float under = smoothstep(0.008, -0.006, p.y - edge);
    float neck = smoothstep(0.600, 0.616, p.y);
    return under * neck * smoothstep(0.030, 0.055, p.z);
}

float moustache_region() {
    vec3 p = v_canon;
    float x = abs(p.x);
    float low = 0.6668 - 0.10 * max(x - 0.008, 0.0), high = 0.6790 - 0.30 * max(x - 0.006, 0.0);
    return smoothstep(0.0345, 0.029, x) * smoothstep(low - 0.002, low + 0.001, p.y) * smoothstep(high + 0.002, high - 0.002, p.y) * step(0.11, p.z);
}

float chin_region() {
    vec3 p = v_canon;
    float x = abs(p.x);
    float disc = smoothstep(0.032, 0.022, x) * smoothstep(0.652, 0.645, p.y) * smoothstep(0.585, 0.60, p.y) * step(0.09, p.z);
    float sides = smoothstep(0.003, 0.0, abs(x - 0.0305) - 0.004) * smoothstep(0.640, 0.646, p.y) * smoothstep(0.680, 0.672, p.y) * step(0.1, p.z);
    return max(disc, sides * 0.9);
}

void main() {
    vec3 p = v_canon + seed;
    vec3 base = linear(skin_colour);
    float lips = smoothstep(0.2, 0.7, v_paint.x);
    float inside = smoothstep(0.4, 0.6, v_paint.w) * (1.0 - lips);
    float fine = noise(p * 420.0);
    float mottle = noise(p * 45.0) * 0.5 + noise(p * 160.0) * 0.5;
    vec3 albedo = base * (0.91 + 0.13 * mottle + 0.07 * fine);

    vec3 warm = base * vec3(1.06, 0.72, 0.68);
    float blush = ball(vec3(0.044, 0.692, 0.125), 0.045) * 0.9 + ball(vec3(0.0, 0.697, 0.175), 0.026) + 0.8 * v_paint.z
                + 0.5 * ball(vec3(0.0, 0.632, 0.150), 0.030) + 0.4 * v_paint.y;
    albedo = mix(albedo, warm * (0.92 + 0.14 * mottle), clamp(blush * skin_traits.x * 0.6, 0.0, 0.75));
    albedo = mix(albedo, base * vec3(1.05, 0.58, 0.60), ball(vec3(0.050, 0.698, 0.118), 0.040) * skin_traits.z * 0.45);
    albedo *= 1.0 - (0.10 + 0.12 * hairline.z) * ball(vec3(0.030, 0.7135, 0.138), 0.017) * vec3(0.7, 1.0, 0.9);

    // lines that come with age: forehead, beside the eyes, from the nose to the mouth
    float forehead = smoothstep(0.75, 0.77, v_canon.y) * smoothstep(0.055, 0.03, abs(v_canon.x)) * step(0.09, v_canon.z);
    float waves = pow(0.5 + 0.5 * sin((v_canon.y + 0.004 * noise(p * 40.0)) * 780.0), 6.0) * forehead;
    float smile = smoothstep(0.0022, 0.0, abs(abs(v_canon.x) - (0.0235 + 0.62 * (0.690 - v_canon.y) * 0.45))) * smoothstep(0.652, 0.662, v_canon.y) * smoothstep(0.694, 0.684, v_canon.y) * step(0.12, v_canon.z);
    float crow = ball(vec3(0.056, 0.727, 0.115), 0.013) * smoothstep(0.3, 0.9, abs(fract((v_canon.y - 0.2 * abs(v_canon.x)) * 220.0) - 0.5) * 2.0);
    albedo *= 1.0 - hairline.z * (0.22 * waves + 0.26 * smile + 0.22 * crow);

    float spots = smoothstep(0.68, 0.84, noise(p * 330.0)) * smoothstep(0.25, 0.6, noise(p * 33.0));
    float where_ = smoothstep(0.07, 0.12, v_canon.z) * smoothstep(0.79, 0.75, v_canon.y) + 0.5 * step(v_canon.y, 0.60);
    albedo *= 1.0 - skin_traits.y * 0.38 * spots * where_ * vec3(0.55, 0.85, 1.0);
    for (int i = 0; i < 4; i++) {
        float at = float(i) + seed;
        vec3 mole = vec3((hash(vec3(at, 1, 1)) - 0.5) * 0.11, 0.63 + 0.13 * hash(vec3(at, 2, 1)), 0.0);
        if (float(i) < hairline.w && v_canon.z > 0.09) albedo *= 1.0 - 0.6 * smoothstep(0.0022, 0.0012, length(v_canon.xy - mole.xy));
    }
    albedo = mix(albedo, linear(lid_colour) * 0.55, v_paint.y * skin_traits.z * 0.6);
    vec3 lip = linear(lip_colour) * (0.86 + 0.22 * noise(p * vec3(900.0, 90.0, 90.0)));
    albedo = mix(albedo, lip, lips * 0.92);
    albedo = mix(albedo, vec3(0.13, 0.025, 0.022), inside);

    float shine = mix(0.5, 1.0, lips);
    vec3 strands = linear(hair_colour) * (0.45 + 0.9 * noise(p * vec3(1100.0, 240.0, 700.0)));
    float region = beard_region(), upper = moustache_region();
    float grain = smoothstep(0.35, 0.75, noise(p * 1000.0));
    float stubble = max(region, upper) * beard.x * (0.30 + 0.45 * grain);
    float cover = max(max(upper * beard.y, chin_region() * beard.z), region * beard.w);
    cover *= 0.75 + 0.35 * noise(p * vec3(800.0, 300.0, 800.0));
    float crown = scalp((noise(p * 260.0) - 0.5) * 0.012) * skin_traits.w * (0.80 + 0.25 * grain);
    float hairy = clamp(max(max(cover, stubble) * (1.0 - lips), crown), 0.0, 1.0) * (1.0 - inside);
    albedo = mix(albedo, strands, hairy * 0.96);
    shine = mix(shine, 0.2, hairy);
    pixel = vec4(sqrt(albedo), shine);
}
