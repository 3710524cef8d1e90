in vec3 v_world;
in vec3 v_normal;
in vec3 v_tangent;
in vec3 v_canon;
in vec3 v_rest;
in vec2 v_uv;
in vec4 v_paint;
in vec2 v_extra;
out vec4 pixel;

uniform vec3 eye;             // camera position
uniform vec3 key_direction;   // towards the light
uniform vec3 key_colour;
uniform vec3 sky_colour;      // ambient from above, below, and a light from behind
uniform vec3 ground_colour;
uniform vec3 rim_colour;
uniform mat4 shadow_matrix;
uniform sampler2D shadow_map;
uniform float exposure;

float hash(vec3 p) {
    p = fract(p * vec3(443.897, 441.423, 437.195));
    p += dot(p, p.yzx + 19.19);
    return fract((p.x + p.y) * p.z);
}

float noise(vec3 p) {
    vec3 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(mix(hash(i), hash(i + vec3(1, 0, 0)), f.x), mix(hash(i + vec3(0, 1, 0)), hash(i + vec3(1, 1, 0)), f.x), f.y),
               mix(mix(hash(i + vec3(0, 0, 1)), hash(i + vec3(1, 0, 1)), f.x), mix(hash(i + vec3(0, 1, 1)), hash(i + vec3(1, 1, 1)), f.x), f.y), f.z);
}

vec3 linear(vec3 srgb) { return pow(srgb, vec3(2.2)); }

float shadow(vec3 normal) {
    vec3 p = (shadow_matrix * vec4(v_world + normal * 0.006, 1.0)).xyz * 0.5 + 0.5;
    if (any(greaterThan(abs(p - 0.5), vec3(0.5)))) return 1.0;
    float lit = 0.0;
    vec2 step_ = 1.2 / vec2(textureSize(shadow_map, 0));
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 2; x++)
            lit += step(p.z - 0.004, texture(shadow_map, p.xy + (vec2(x, y) - 0.5) * step_ * 2.0).r);
    return lit * 0.25;
}

vec3 ambient(vec3 n, float openness) {
    return mix(ground_colour, sky_colour, 0.5 + 0.5 * n.y) * openness;
}

vec3 rim(vec3 n, vec3 view) {
    float edge = pow(1.0 - max(dot(n, view), 0.0), 3.0);
    return rim_colour * edge * (0.4 + 0.6 * max(n.y, 0.0));
}

void finish(vec3 colour, float alpha) {
    colour *= exposure;
    colour = colour * (1.0 + colour * 0.12) / (1.0 + colour * 0.45);
    pixel = vec4(pow(max(colour, 0.0), vec3(1.0 / 2.2)), alpha);
}
