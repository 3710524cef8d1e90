in vec3 position;
in vec4 bones;
in vec4 weights;

layout(std140) uniform Skeleton { mat4 matrices[104]; };
uniform mat4 view_projection;

void main() {
    vec4 rest = vec4(position, 1.0);
    vec3 world = (matrices[int(bones.x)] * rest).xyz * weights.x + (matrices[int(bones.y)] * rest).xyz * weights.y;
    if (weights.z > 0.03) world += (matrices[int(bones.z)] * rest).xyz * weights.z + (matrices[int(bones.w)] * rest).xyz * weights.w;
    else world /= weights.x + weights.y;
    gl_Position = view_projection * vec4(world, 1.0);
}
