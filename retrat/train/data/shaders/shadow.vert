in vec3 position;
in vec4 bones;
in vec4 weights;

layout(std140) uniform Skeleton { mat4 matrices[104]; };
uniform mat4 view_projection;

void main() {
    // The heaviest bone is enough for a soft shadow.
    gl_Position = view_projection * vec4((matrices[int(bones.x)] * vec4(position, 1.0)).xyz, 1.0);
}
