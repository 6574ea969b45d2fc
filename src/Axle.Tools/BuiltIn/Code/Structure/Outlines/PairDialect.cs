using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>The block words of a language.</summary>
internal sealed record PairDialect(params PairRule[] Rules)
{
    private static readonly string[] End = ["end"];

    /// <summary>Loop words whose <c>do</c> opens the block.</summary>
    public FrozenSet<string> BeforeDo { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether <c>end</c> and the word behind it close together.</summary>
    public bool EndsWithWord { get; init; }

    /// <summary>Rules by their opening word.</summary>
    public ILookup<string, PairRule> ByOpen { get; } = Rules.ToLookup(r => r.Open);

    /// <summary>All closing words.</summary>
    public FrozenSet<string> Closers { get; } = Rules.SelectMany(r => r.Close).ToFrozenSet();

    /// <summary>The dialect of a language; null when its blocks are written otherwise.</summary>
    public static PairDialect? For(string language) => Dialects.GetValueOrDefault(language);

    private static readonly PairDialect Ruby = new(
        [.. Fn("def"), .. Ty("class module"), .. Of("begin", BlockKind.Other), .. Of("do", BlockKind.Lambda), .. Of("case", BlockKind.Control), .. Of("if unless while until for", BlockKind.Control, PairPlace.Leading)])
    { BeforeDo = Set("while until for") };

    private static readonly FrozenDictionary<string, PairDialect> Dialects = new Dictionary<string, PairDialect>
    {
        ["ruby"] = Ruby,
        ["crystal"] = new([.. Ruby.Rules, .. Ty("struct enum lib annotation"), .. Of("macro", BlockKind.Function)]) { BeforeDo = Ruby.BeforeDo },
        ["lua"] = new([.. Fn("function"), .. Of("if", BlockKind.Control), .. Of("do", BlockKind.Other), new("repeat", ["until"], BlockKind.Control)]) { BeforeDo = Set("while for") },
        ["julia"] = new([.. Fn("function macro"), .. Ty("struct module baremodule"), .. Of("begin let quote do try", BlockKind.Other),
            .. Of("abstract primitive", BlockKind.Other, PairPlace.Leading), .. Of("if for while", BlockKind.Control, PairPlace.OutsideBrackets)]),
        ["elixir"] = new([.. Of("do", BlockKind.Other), .. Of("fn", BlockKind.Lambda)]) { BeforeDo = Set("def defp defmacro defmacrop defmodule defprotocol defimpl if unless case cond with for try receive quote test describe setup") },
        ["erlang"] = new([.. Of("case if receive", BlockKind.Control), .. Of("begin try fun", BlockKind.Other)]),
        ["shell"] =
            new([new("if", ["fi"], BlockKind.Control, PairPlace.Leading), new("case", ["esac"], BlockKind.Control, PairPlace.Leading),
                new("do", ["done"], BlockKind.Other)])
            { BeforeDo = Set("for while until select") },
        ["fish"] = new([.. Fn("function"), .. Of("if for while switch", BlockKind.Control, PairPlace.Leading), .. Of("begin", BlockKind.Other, PairPlace.Leading)]),
        ["visualbasic"] = new(
            [Vb("sub", BlockKind.Function), Vb("function", BlockKind.Function), Vb("property", BlockKind.Other), Vb("class", BlockKind.Type), Vb("module", BlockKind.Type), Vb("structure", BlockKind.Type),
            new("if", ["end if"], BlockKind.Control, PairPlace.ThenAtLineEnd), new("for", ["next"], BlockKind.Control), new("while", ["end while", "wend"], BlockKind.Control, PairPlace.Leading),
            new("do", ["loop"], BlockKind.Control), Vb("select", BlockKind.Control), Vb("try", BlockKind.Other)])
        { EndsWithWord = true },
        ["fortran"] = Fortran,
        ["fortran77"] = Fortran,
        ["matlab"] = Matlab,
        ["octave"] = Matlab,
        ["verilog"] = new([new("module", ["endmodule"], BlockKind.Type), new("function", ["endfunction"], BlockKind.Function), new("task", ["endtask"], BlockKind.Function), new("class", ["endclass"], BlockKind.Type),
            .. Of("begin", BlockKind.Other), new("case", ["endcase"], BlockKind.Control)]),
        ["vhdl"] = new([new("function", ["end function"], BlockKind.Function), new("procedure", ["end procedure"], BlockKind.Function), new("process", ["end process"], BlockKind.Function),
            new("if", ["end if"], BlockKind.Control, PairPlace.Leading), new("case", ["end case"], BlockKind.Control), new("loop", ["end loop"], BlockKind.Control)])
        { EndsWithWord = true },
        ["vimscript"] = new([new("function", ["endfunction", "endfunc"], BlockKind.Function), new("func", ["endfunc", "endfunction"], BlockKind.Function), new("def", ["enddef"], BlockKind.Function),
            new("if", ["endif"], BlockKind.Control), new("for", ["endfor"], BlockKind.Control), new("while", ["endwhile"], BlockKind.Control), new("try", ["endtry"], BlockKind.Other)]),
        ["cmake"] =
            new([new("function", ["endfunction"], BlockKind.Function), new("macro", ["endmacro"], BlockKind.Function),
                new("if", ["endif"], BlockKind.Control), new("foreach", ["endforeach"], BlockKind.Control), new("while", ["endwhile"], BlockKind.Control)]),
        ["meson"] = new([new("if", ["endif"], BlockKind.Control), new("foreach", ["endforeach"], BlockKind.Control)]),
        ["abap"] = new([new("form", ["endform"], BlockKind.Function), new("method", ["endmethod"], BlockKind.Function), new("function", ["endfunction"], BlockKind.Function), new("if", ["endif"], BlockKind.Control),
            new("loop", ["endloop"], BlockKind.Control), new("case", ["endcase"], BlockKind.Control), new("do", ["enddo"], BlockKind.Control), new("while", ["endwhile"], BlockKind.Control)]),
    }.ToFrozenDictionary();

    private static PairDialect Fortran => new(
        [new("subroutine", ["end subroutine", "endsubroutine", "end"], BlockKind.Function), new("function", ["end function", "endfunction", "end"], BlockKind.Function), new("program", ["end program", "endprogram", "end"], BlockKind.Other),
        new("module", ["end module", "endmodule", "end"], BlockKind.Other), new("interface", ["end interface", "endinterface"], BlockKind.Other), new("if", ["end if", "endif"], BlockKind.Control, PairPlace.ThenAtLineEnd),
        new("do", ["end do", "enddo"], BlockKind.Control), new("select", ["end select", "endselect"], BlockKind.Control)])
    { EndsWithWord = true };

    private static PairDialect Matlab => new(
        [new("function", ["end", "endfunction"], BlockKind.Function), .. Ty("classdef"), .. Of("methods properties events enumeration arguments try", BlockKind.Other, PairPlace.Leading),
        new("if", ["end", "endif"], BlockKind.Control), new("for", ["end", "endfor"], BlockKind.Control),
            new("while", ["end", "endwhile"], BlockKind.Control), new("switch", ["end", "endswitch"], BlockKind.Control), .. Of("parfor", BlockKind.Control)]);

    private static IEnumerable<PairRule> Fn(string words) => Of(words, BlockKind.Function);

    private static IEnumerable<PairRule> Ty(string words) => Of(words, BlockKind.Type, PairPlace.Leading);

    private static IEnumerable<PairRule> Of(string words, BlockKind kind, PairPlace place = PairPlace.Anywhere) =>
        words.Split(' ').Select(w => new PairRule(w, End, kind, place));

    private static PairRule Vb(string word, BlockKind kind) => new(word, ["end " + word], kind);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
