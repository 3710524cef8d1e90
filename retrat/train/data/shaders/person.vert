in vec3 position;
in vec3 normal;
in vec3 tangent;
in vec3 canon;
in vec2 uv;
in vec4 paint;
in vec2 extra;  // component, ambient openness
in vec4 bones;
in vec4 weights;

layout(std140) uniform Skeleton { mat4 matrices[104]; };
uniform mat4 view_projection;

out vec3 v_world;
out vec3 v_normal;
out vec3 v_tangent;
out vec3 v_canon;
out vec3 v_rest;
out vec2 v_uv;
out vec4 v_paint;
out vec2 v_extra;

void main() {
    mat4 skin = matrices[int(bones.x)] * weights.x + matrices[int(bones.y)] * weights.y
              + matrices[int(bones.z)] * weights.z + matrices[int(bones.w)] * weights.w;
    vec4 world = skin * vec4(position, 1.0);
    v_world = world.xyz;
    v_normal = mat3(skin) * normal;
    v_tangent = mat3(skin) * tangent;
    v_canon = canon;
    v_rest = position;
    v_uv = uv;
    v_paint = paint;
    v_extra = extra;
    gl_Position = view_projection * vec4(world.xyz, 1.0);
}
