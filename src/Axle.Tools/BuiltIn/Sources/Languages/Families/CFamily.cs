using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>C and what grew out of it for systems and graphics.</summary>
internal static class CFamily
{
    private const string CWords =
        "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict " +
        "return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Atomic _Noreturn";

    private const string CppWords = CWords +
        " alignas alignof and bool catch char8_t char16_t char32_t class co_await co_return co_yield concept consteval constexpr constinit " +
        "const_cast decltype delete dynamic_cast explicit export false friend mutable namespace new noexcept not nullptr operator or private " +
        "protected public reinterpret_cast requires static_assert static_cast template this thread_local throw true try typeid typename " +
        "using virtual wchar_t xor final override";

    private static readonly StringSyntax[] CStrings = [DoubleQuoted, SingleQuoted];

    private static readonly StringSyntax[] CppStrings =
    [
        new("R\"") { Form = StringForm.NamedFence }, new("LR\"") { Form = StringForm.NamedFence },
        new("u8R\"") { Form = StringForm.NamedFence }, DoubleQuoted, SingleQuoted,
    ];

    public static IEnumerable<Language> All =>
    [
        new("c", "C", BlockStyle.Braces)
        {
            Extensions = ["c", "h"], Comments = CStyle, Strings = CStrings, Keywords = Words(CWords), Traits = LexicalTraits.Preprocessor,
        },
        Cpp("cpp", "C++", CppWords, "cpp", "cc", "cxx", "c++", "hpp", "hh", "hxx", "h++", "ipp", "inl", "tcc", "ixx", "cppm"),
        Cpp("cuda", "CUDA", CppWords + " __global__ __device__ __host__ __shared__", "cu", "cuh"),
        Cpp("arduino", "Arduino", CppWords, "ino"),
        new("objectivec", "Objective-C", BlockStyle.Braces)
        {
            Extensions = ["m", "mm"], Comments = CStyle, Strings = [new("@\"", "\""), .. CStrings],
            Keywords = Words(CWords + " id self super nil YES NO in try catch throw class namespace new delete template"),
            Traits = LexicalTraits.Preprocessor,
        },
        Shader("glsl", "GLSL", "glsl", "vert", "frag", "geom", "comp", "tesc", "tese"),
        Shader("hlsl", "HLSL", "hlsl", "fx", "fxh"),
        Shader("opencl", "OpenCL", "cl"),
        new("wgsl", "WGSL", BlockStyle.Braces)
        {
            Extensions = ["wgsl"], Comments = CStyleNested,
            Keywords = Words("fn let var const if else for while loop switch case default break continue return struct override alias discard"),
        },
        new("d", "D", BlockStyle.Braces)
        {
            Extensions = ["d", "di"], Comments = [SlashLine, new("/+", "+/", Nested: true), SlashBlock],
            Strings = [new("r\"", "\"") { Escape = '\0', Multiline = true }, BacktickRaw, DoubleLines, Character],
            Keywords = Words(
                "abstract alias align asm assert auto body break case cast catch class const continue debug default delegate delete " +
                "deprecated do else enum export extern final finally for foreach foreach_reverse function goto if immutable import in " +
                "inout interface invariant is lazy mixin module new nothrow null out override package private protected public pure ref " +
                "return scope shared static struct super switch synchronized template this throw true false try typeof union unittest " +
                "version while with"),
        },
        new("vala", "Vala", BlockStyle.Braces)
        {
            Extensions = ["vala", "vapi"], Comments = CStyle, Strings = [TripleDouble, DoubleQuoted, SingleQuoted],
            Keywords = Words(
                "abstract as async base break case catch class const construct continue default delegate delete do else enum errordomain " +
                "false finally for foreach get if in interface internal is lock namespace new null out override owned private protected " +
                "public ref return set signal sizeof static struct switch this throw throws true try typeof unowned using var virtual " +
                "void while yield"),
        },
        new("protobuf", "Protocol Buffers", BlockStyle.Braces)
        {
            Extensions = ["proto"], Comments = CStyle, Strings = CStrings,
            Keywords = Words("syntax package import option message enum service rpc returns oneof map repeated optional required reserved extend"),
        },
        new("thrift", "Thrift", BlockStyle.Braces)
        {
            Extensions = ["thrift"], Comments = [.. CStyle, HashLine], Strings = CStrings,
            Keywords = Words("namespace include struct enum service exception union typedef const required optional extends void throws"),
        },
        new("verilog", "Verilog", BlockStyle.Keywords)
        {
            Extensions = ["v", "vh", "sv", "svh"], Comments = CStyle, Strings = [DoubleQuoted],
            Keywords = Words(
                "always always_comb always_ff assign begin case casex casez class default else end endcase endclass endfunction endgenerate " +
                "endmodule endpackage endtask for forever function generate if initial inout input interface logic localparam module output " +
                "package parameter reg repeat return task while wire"),
        },
    ];

    private static Language Cpp(string id, string name, string words, params string[] extensions) => new(id, name, BlockStyle.Braces)
    {
        Extensions = extensions,
        Comments = CStyle,
        Strings = CppStrings,
        Keywords = Words(words),
        StringPrefixes = Words("L u U u8"),
        Traits = LexicalTraits.Preprocessor | LexicalTraits.QuoteInNumbers,
    };

    private static Language Shader(string id, string name, params string[] extensions) => new(id, name, BlockStyle.Braces)
    {
        Extensions = extensions,
        Comments = CStyle,
        Strings = CStrings,
        Traits = LexicalTraits.Preprocessor,
        Keywords = Words(CWords + " in out inout uniform varying attribute discard cbuffer"),
    };
}
