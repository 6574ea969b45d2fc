using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>Which words and operators of a language add a path through a function.</summary>
internal sealed record BranchWords
{
    private static readonly BranchWords Common = new();

    /// <summary>Words that branch or loop.</summary>
    public FrozenSet<string> Branches { get; init; } = Set("if elif elsif elseif for foreach while until unless catch except rescue guard parfor foreach_reverse");

    /// <summary>Words that label one case of a selection.</summary>
    public FrozenSet<string> Cases { get; init; } = Set("case");

    /// <summary>Words that open a selection; they count for cognitive complexity only.</summary>
    public FrozenSet<string> Selections { get; init; } = Set("switch match select receive");

    /// <summary>Operators that end early.</summary>
    public FrozenSet<string> Logical { get; init; } = Set("&& || ?? ?:");

    /// <summary>The arrow that labels a case inside a selection; empty when there is none.</summary>
    public string Arm { get; init; } = "";

    /// <summary>Whether <c>c ? a : b</c> chooses.</summary>
    public bool Ternary { get; init; } = true;

    /// <summary>Whether a question mark belongs to a type or a chain when it stands directly behind a word.</summary>
    public bool QuestionNeedsSpace { get; init; }

    /// <summary>The words of a language.</summary>
    public static BranchWords For(string language) => Special.GetValueOrDefault(language, Common);

    private static readonly BranchWords Words = Common with { Logical = Set("and or"), Ternary = false };
    private static readonly BranchWords Ml = Common with { Branches = Set("if elif for while when"), Cases = Set("|"), Selections = Set("match function case try"), Ternary = false };
    private static readonly BranchWords RubyLike = Common with { Cases = Set("when in"), Selections = Set("case"), Logical = Set("&& || and or") };

    private static readonly FrozenDictionary<string, BranchWords> Special = new Dictionary<string, BranchWords>
    {
        ["csharp"] = Common with { Arm = "=>", QuestionNeedsSpace = true, Logical = Set("&& || ??") },
        ["java"] = Common with { Arm = "" },
        ["typescript"] = Common with { QuestionNeedsSpace = true, Logical = Set("&& || ??") },
        ["vue"] = Common with { QuestionNeedsSpace = true, Logical = Set("&& || ??") },
        ["svelte"] = Common with { QuestionNeedsSpace = true, Logical = Set("&& || ??") },
        ["dart"] = Common with { QuestionNeedsSpace = true, Logical = Set("&& || ??") },
        ["swift"] = Common with { QuestionNeedsSpace = true, Logical = Set("&& || ??"), Branches = Set("if guard for while catch repeat") },
        ["kotlin"] = Common with { Arm = "->", Cases = Set(""), Selections = Set("when"), Logical = Set("&& || ?:"), Ternary = false },
        ["rust"] = Common with { Branches = Set("if for while loop"), Cases = Set(""), Arm = "=>", Logical = Set("&& ||"), Ternary = false },
        ["scala"] = Common with { Ternary = false },
        ["go"] = Common with { Ternary = false, Logical = Set("&& ||") },
        ["zig"] = Words with { Arm = "=>", Cases = Set("") },
        ["v"] = Common with { Ternary = false, Logical = Set("&& ||") },
        ["python"] = Words,
        ["starlark"] = Words,
        ["mojo"] = Words,
        ["gdscript"] = Words,
        ["lua"] = Words with { Branches = Set("if elseif for while repeat") },
        ["nim"] = Words with { Cases = Set("of"), Selections = Set("case") },
        ["coffeescript"] = RubyLike with { Selections = Set("switch"), Cases = Set("when"), Ternary = false },
        ["ruby"] = RubyLike,
        ["crystal"] = RubyLike,
        ["elixir"] = Common with { Branches = Set("if unless for rescue"), Cases = Set(""), Selections = Set("case cond with receive"), Arm = "->", Logical = Set("&& || and or"), Ternary = false },
        ["erlang"] = Common with { Branches = Set("catch"), Cases = Set(""), Selections = Set("case if receive"), Arm = "->", Logical = Set("andalso orelse"), Ternary = false },
        ["perl"] = Common with { Logical = Set("&& || and or"), Cases = Set("when") },
        ["php"] = Common with { Logical = Set("&& || ?? ?: and or") },
        ["raku"] = Common with { Ternary = false },
        ["shell"] = Common with { Cases = Set(""), Selections = Set("case"), Logical = Set("&& ||"), Ternary = false, Branches = Set("if elif for while until") },
        ["fish"] = Words with { Selections = Set("switch") },
        ["powershell"] = Common with { Logical = Set("and or"), Ternary = false },
        ["visualbasic"] = Words with { Logical = Set("andalso orelse and or"), Selections = Set("select"), Branches = Set("if elseif for while do catch until") },
        ["sql"] = Common with { Cases = Set("when"), Logical = Set(""), Ternary = false, Branches = Set("if elsif elseif for while loop"), Selections = Set("case") },
        ["pascal"] = Words with { Branches = Set("if for while repeat except case"), Cases = Set("") },
        ["ada"] = Words with { Branches = Set("if elsif for while loop"), Cases = Set("when"), Selections = Set("case") },
        ["fortran"] = Common with { Branches = Set("if elseif do"), Logical = Set(".and. .or."), Ternary = false },
        ["fortran77"] = Common with { Branches = Set("if elseif do"), Logical = Set(".and. .or."), Ternary = false },
        ["matlab"] = Common with { Ternary = false },
        ["octave"] = Common with { Ternary = false },
        ["r"] = Common with { Ternary = false, Branches = Set("if for while repeat") },
        ["julia"] = Common,
        ["haskell"] = Ml with { Branches = Set("if") },
        ["purescript"] = Ml with { Branches = Set("if") },
        ["elm"] = Ml with { Cases = Set(""), Arm = "->" },
        ["ocaml"] = Ml with { Logical = Set("&& ||") },
        ["fsharp"] = Ml with { Logical = Set("&& ||") },
        ["sml"] = Ml with { Logical = Set("andalso orelse") },
        ["clojure"] = Lisp,
        ["commonlisp"] = Lisp,
        ["emacslisp"] = Lisp,
        ["scheme"] = Lisp,
        ["racket"] = Lisp,
        ["fennel"] = Lisp,
        ["hy"] = Lisp,
        ["cobol"] = Words with { Branches = Set("if until varying"), Cases = Set("when"), Selections = Set("evaluate") },
        ["make"] = Words,
        ["cmake"] = Words,
        ["terraform"] = Common,
    }.ToFrozenDictionary();

    private static BranchWords Lisp => Common with
    {
        Branches = Set("if if-let if-not when when-let when-not unless while for doseq dotimes dolist loop cond case typecase pcase condp catch"),
        Cases = Set(""),
        Selections = Set(""),
        Logical = Set("and or"),
        Ternary = false,
    };

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
