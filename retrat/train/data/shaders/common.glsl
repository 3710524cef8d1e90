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
uniform sampler2DShadow shadow_map;
uniform float exposure;
uniform bool is_combed;        // which way strands of hair lie, instead of colours
uniform sampler2D grain;       // four smooth noises that repeat; a unit is 64 bends

float shadow(vec3 normal) {
    vec3 p = (shadow_matrix * vec4(v_world + normal * 0.006, 1.0)).xyz * 0.5 + 0.5;
    if (any(greaterThan(abs(p - 0.5), vec3(0.5)))) return 1.0;
    vec2 soft = 1.0 / vec2(textureSize(shadow_map, 0));
    p.z -= 0.004;
    return 0.5 * (texture(shadow_map, p + vec3(soft, 0.0)) + texture(shadow_map, p - vec3(soft, 0.0)));
}

vec3 ambient(vec3 n, float openness) {
    return mix(ground_colour, sky_colour, 0.5 + 0.5 * n.y) * openness;
}

vec3 rim(vec3 n, vec3 view) {
    float edge = pow(1.0 - max(dot(n, view), 0.0), 3.0);
    return rim_colour * edge * (0.4 + 0.6 * max(n.y, 0.0));
}

void comb(vec2 along, float hairy) {
    pixel = vec4(0.5 + 0.5 * along, hairy, 1.0);
}

void finish(vec3 colour, float alpha) {
    if (is_combed) {
        comb(vec2(0.0), 0.0);
        return;
    }
    colour *= exposure;
    colour = colour * (1.0 + colour * 0.12) / (1.0 + colour * 0.45);
    pixel = vec4(sqrt(max(colour, 0.0)), alpha);
}
