using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>How a language with braces names its functions and types.</summary>
internal sealed record BraceDialect
{
    private const string ControlWords = "if else for foreach while do switch catch match loop when unless until select finally try elseif elsif case guard with each foreach_reverse repeat using lock synchronized fixed checked unchecked unsafe";

    /// <summary>Words that start a function: <c>func</c>, <c>fn</c>, <c>sub</c>.</summary>
    public FrozenSet<string> FunctionWords { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Words that start a type or a module.</summary>
    public FrozenSet<string> TypeWords { get; init; } = Set("class struct interface enum trait impl object record namespace module union extension protocol mixin contract library service message actor");

    /// <summary>Words that start a branch or a loop, or a block that counts for nothing.</summary>
    public FrozenSet<string> Controls { get; init; } = Set(ControlWords);

    /// <summary>Whether <c>type name(params) { }</c> is a function.</summary>
    public bool TypedFunctions { get; init; }

    /// <summary>Whether <c>name(params) { }</c> is a method inside types and object literals.</summary>
    public bool Methods { get; init; }

    /// <summary>Whether functions may stand inside functions without a function word.</summary>
    public bool LocalFunctions { get; init; }

    /// <summary>Whether a line's end can end a statement.</summary>
    public bool LineEnds { get; init; }

    /// <summary>Whether <c>name = (params) =&gt; body</c> and <c>name = function</c> name a function.</summary>
    public bool NamedLambdas { get; init; }

    /// <summary>What leads an expression as a body: <c>=&gt;</c> or <c>=</c>; empty when there is none.</summary>
    public string ExpressionBody { get; init; } = "";

    /// <summary>Whether a block inside a function may follow a call: Kotlin, Swift, Scala, Groovy, so that only function words make functions.</summary>
    public bool CommasSeparate { get; init; }

    /// <summary>The dialect of a language; null when its blocks are not written with braces.</summary>
    public static BraceDialect? For(string language) => Dialects.GetValueOrDefault(language);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly BraceDialect CLike = new() { TypedFunctions = true };
    private static readonly BraceDialect Script =
        new() { FunctionWords = Set("function"), Methods = true, LineEnds = true, NamedLambdas = true, ExpressionBody = "=>", CommasSeparate = true };

    private static readonly FrozenDictionary<string, BraceDialect> Dialects = new Dictionary<string, BraceDialect>
    {
        ["c"] = CLike,
        ["cpp"] = CLike,
        ["cuda"] = CLike,
        ["arduino"] = CLike,
        ["objectivec"] = CLike,
        ["glsl"] = CLike,
        ["hlsl"] = CLike,
        ["opencl"] = CLike,
        ["d"] = CLike,
        ["vala"] = CLike,
        ["java"] = CLike,
        ["apex"] = CLike,
        ["stan"] = CLike,
        ["csharp"] = CLike with { LocalFunctions = true, NamedLambdas = true, ExpressionBody = "=>" },
        ["dart"] = CLike with { LocalFunctions = true, ExpressionBody = "=>", Methods = true },
        ["groovy"] = CLike with { FunctionWords = Set("def"), LineEnds = true },
        ["javascript"] = Script,
        ["typescript"] = Script,
        ["vue"] = Script,
        ["svelte"] = Script,
        ["qml"] = Script,
        ["actionscript"] = Script,
        ["haxe"] = Script,
        ["go"] = new() { FunctionWords = Set("func"), LineEnds = true, NamedLambdas = true },
        ["rust"] = new() { FunctionWords = Set("fn") },
        ["kotlin"] = new() { FunctionWords = Set("fun constructor"), LineEnds = true, ExpressionBody = "=" },
        ["scala"] = new() { FunctionWords = Set("def"), LineEnds = true, ExpressionBody = "=" },
        ["swift"] = new() { FunctionWords = Set("func init deinit subscript"), LineEnds = true },
        ["php"] = new() { FunctionWords = Set("function"), NamedLambdas = true },
        ["hack"] = new() { FunctionWords = Set("function") },
        ["perl"] = new() { FunctionWords = Set("sub"), NamedLambdas = true, TypeWords = Set("class") },
        ["raku"] = new() { FunctionWords = Set("sub method submethod") },
        ["powershell"] = new() { FunctionWords = Set("function filter"), LineEnds = true, Methods = true },
        ["r"] = new() { FunctionWords = Set("function"), LineEnds = true, NamedLambdas = true },
        ["solidity"] = new() { FunctionWords = Set("function constructor modifier fallback receive"), TypeWords = Set("contract library interface struct enum") },
        ["zig"] = new() { FunctionWords = Set("fn"), TypeWords = Set("struct enum union opaque") },
        ["v"] = new() { FunctionWords = Set("fn"), LineEnds = true },
        ["odin"] = new() { FunctionWords = Set("proc"), LineEnds = true, NamedLambdas = true },
        ["gleam"] = new() { FunctionWords = Set("fn"), LineEnds = true },
        ["move"] = new() { FunctionWords = Set("fun") },
        ["cairo"] = new() { FunctionWords = Set("fn") },
        ["carbon"] = new() { FunctionWords = Set("fn") },
        ["wgsl"] = new() { FunctionWords = Set("fn") },
        ["awk"] = new() { FunctionWords = Set("function func"), LineEnds = true },
        ["tcl"] = new() { FunctionWords = Set("proc"), LineEnds = true },
        ["puppet"] = new() { FunctionWords = Set("define function"), LineEnds = true },
        ["terraform"] = new() { FunctionWords = Set("resource data module variable output provider locals"), LineEnds = true },
        ["bicep"] = new() { LineEnds = true },
        ["protobuf"] = new(),
        ["thrift"] = new(),
        ["graphql"] = new() { TypeWords = Set("type interface input enum union"), LineEnds = true },
    }.ToFrozenDictionary();
}
