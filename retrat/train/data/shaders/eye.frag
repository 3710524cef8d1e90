uniform vec3 eye_left;
uniform vec3 eye_right;
uniform vec3 iris_colour;

void main() {
    vec3 centre = v_rest.x > 0.0 ? eye_left : eye_right;
    vec3 p = normalize(v_rest - centre);
    vec3 n = normalize(v_normal);
    vec3 view = normalize(eye - v_world);
    float off = length(p.xy) ;
    float angle = atan(p.y, p.x);
    float iris = 0.44, pupil = 0.185;
    vec3 white = vec3(0.78, 0.75, 0.73) ;
    white = mix(white, vec3(0.72, 0.42, 0.38), 0.30 * smoothstep(0.55, 1.0, off));
    float rays = 0.55 + 0.75 * texture(grain, vec2(angle * 0.159 * 0.85, off * 0.1)).x ;
    vec3 colour = linear(iris_colour) * rays * 1.25;
    colour *= mix(1.0, 0.35, smoothstep(iris * 0.72, iris, off));
    colour += linear(iris_colour) * 0.7 * smoothstep(0.25, 0.0, abs(off - pupil * 1.45)) ;
    colour = mix(vec3(0.008), colour, smoothstep(pupil - 0.03, pupil + 0.03, off));
    colour = mix(colour, white, smoothstep(iris - 0.04, iris + 0.04, off));
    float lid = smoothstep(0.75, 0.15, p.y);                // shade under the upper lid
    float openness = v_extra.y * (0.45 + 0.55 * lid);
    float lit = shadow(n);
    float facing = clamp(dot(n, key_direction) * 0.7 + 0.3, 0.0, 1.0);
    vec3 shaded = colour * (key_colour * facing * mix(0.35, 1.0, lit) * (0.5 + 0.5 * lid) + ambient(n, openness) * 1.1);
    vec3 halfway = normalize(key_direction + view);
    float s = pow(max(dot(n, halfway), 0.0), 260.0) * 1.6;
    vec3 window = normalize(view + vec3(0.25, 0.45, 0.0));
    s += pow(max(dot(n, window), 0.0), 420.0) * 0.9;
    shaded += (key_colour + sky_colour) * s * 0.6;
    finish(shaded, 1.0);
}
