in vec3 v_canon;
in vec4 v_paint;   // inside (0 at the border), along, across
out vec4 pixel;
uniform vec3 hair_colour;
uniform float density;

void main() {
    float along = v_paint.y;
    vec2 comb = vec2(v_canon.x * sign(v_canon.x) * 900.0 + (v_canon.y - 0.74) * mix(-500.0, 500.0, along) , v_canon.y * 260.0);
    float strands = noise(vec3(comb, 3.0));
    float inside = smoothstep(0.0, 0.85, v_paint.x);
    float alpha = inside * density * (0.50 + 0.75 * strands) * smoothstep(0.0, 0.10, along);
    pixel = vec4(sqrt(linear(hair_colour) * (0.6 + 0.5 * strands)), clamp(alpha, 0.0, 0.95));
}
