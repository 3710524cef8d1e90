uniform vec4 frame_colour;   // colour, and opacity: lenses let through

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    if (dot(n, view) < 0.0) n = -n;
    float facing = clamp(dot(n, key_direction) * 0.7 + 0.3, 0.0, 1.0);
    vec3 mirrored = reflect(-view, n);
    float lamp = pow(max(dot(mirrored, key_direction), 0.0), 60.0);
    float sky = smoothstep(0.2, 0.9, mirrored.y) * (0.4 + 0.6 * pow(1.0 - max(dot(n, view), 0.0), 2.0));
    vec3 colour = linear(frame_colour.rgb) * (key_colour * facing * mix(0.5, 1.0, shadow(n)) + ambient(n, 1.0));
    float gleam = frame_colour.a < 0.5 ? 1.0 : 0.35;
    colour += key_colour * lamp * gleam + sky_colour * sky * 0.5 * gleam;
    finish(colour, clamp(frame_colour.a + (lamp + sky * 0.25) * 0.5, 0.0, 1.0));
}
