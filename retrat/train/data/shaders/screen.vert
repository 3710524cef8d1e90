in vec2 corner;
out vec2 v_screen;

void main() {
    v_screen = corner;
    gl_Position = vec4(corner, 0.99999, 1.0);
}
