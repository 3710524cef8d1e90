uniform sampler2D painted;   // square root of albedo; alpha is the shine
uniform float gloss;
uniform float skin_depth;    // how far light travels under the skin: less in deep skin

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    vec4 paint = texture(painted, v_uv);
    vec3 albedo = paint.rgb * paint.rgb;
    float hairy = smoothstep(0.45, 0.25, paint.a), lips = smoothstep(0.6, 0.95, paint.a);
    float inside = smoothstep(0.4, 0.6, v_paint.w) * (1.0 - lips);
    float openness = v_extra.y * (1.0 - 0.75 * inside);
    float lit = shadow(n);
    float facing = dot(n, key_direction);
    vec3 wrap = vec3(0.36, 0.15, 0.09) * skin_depth * (1.0 - hairy);
    vec3 diffuse = clamp((vec3(facing) + wrap) / (1.0 + wrap), 0.0, 1.0) * mix(vec3(lit), vec3(1.0), wrap * 0.35);
    vec3 colour = albedo * (diffuse * key_colour * mix(1.0, openness, 0.4) + ambient(n, openness));

    vec3 halfway = normalize(key_direction + view);
    float align = max(dot(n, halfway), 0.0);
    float broad = align * align; broad *= broad; broad *= broad; broad *= broad;      // power 16
    float tight = broad * broad; tight *= tight;                                      // power 64
    float grazing = 1.0 - max(dot(n, view), 0.0);
    grazing *= grazing;
    float fresnel = 0.35 + 0.65 * grazing * grazing;
    float shine = gloss * (1.0 - 0.9 * hairy) * (1.0 + 0.8 * lips) * (1.0 - inside);
    colour += key_colour * shine * lit * fresnel * clamp(facing * 4.0, 0.0, 1.0) * (0.13 * broad + 0.20 * tight * (1.0 + lips));
    colour += sky_colour * grazing * 0.10 * openness * (1.0 - hairy);
    colour += rim(n, view) * 0.35 * openness * (0.3 + albedo);
    finish(colour, 1.0);
    if (is_combed) comb(vec2(0.0), 0.5 * hairy);
}
