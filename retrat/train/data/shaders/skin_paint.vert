in vec3 canon;
in vec2 uv;
in vec4 paint;
out vec3 v_canon;
out vec4 v_paint;

void main() {
    v_canon = canon;
    v_paint = paint;
    gl_Position = vec4(uv * 2.0 - 1.0, 0.0, 1.0);
}
