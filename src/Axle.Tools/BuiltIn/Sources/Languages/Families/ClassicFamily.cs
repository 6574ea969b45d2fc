using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>Languages of science, business and embedded work with a long history.</summary>
internal static class ClassicFamily
{
    private const string FortranWords =
        "allocatable allocate associate block call case character class close common complex contains continue cycle data deallocate default " +
        "dimension do double elemental else elseif elsewhere end endassociate endblock enddo endfunction endif endinterface endmodule endprogram " +
        "endselect endsubroutine endtype endwhere entry equivalence exit external function go goto if implicit import in inout integer intent " +
        "interface intrinsic kind logical module namelist none nullify only open out parameter pointer precision print private procedure program " +
        "public pure read real recursive result return save select stop subroutine target then to type use where while write";

    public static IEnumerable<Language> All => [.. Scientific, .. Business, .. Hardware];

    private static IEnumerable<Language> Scientific =>
    [
        new("fortran", "Fortran", BlockStyle.Keywords)
        {
            Extensions = ["f90", "f95", "f03", "f08", "f18"], Comments = [new("!")], Strings = [DoubleDoubled, SingleDoubled], CaseSensitive = false, Keywords = Words(FortranWords),
        },
        new("fortran77", "Fortran (fixed form)", BlockStyle.Keywords)
        {
            Extensions = ["f", "for", "ftn", "f77"], Strings = [DoubleDoubled, SingleDoubled], CaseSensitive = false, Keywords = Words(FortranWords),
            Comments = [new("!"), new("*", Place: CommentPlace.FirstColumn), new("c", Place: CommentPlace.FirstColumn)],
        },
        new("matlab", "MATLAB", BlockStyle.Keywords)
        {
            Extensions = ["matlab", "mlx"], Comments = [new("%{", "\n%}", Place: CommentPlace.FirstOnLine), PercentLine, new("...")],
                Strings = [DoubleQuoted with { Doubled = true, Escape = '\0' }, SingleDoubled],
            Traits = LexicalTraits.QuoteAfterOperandIsOperator,
            Keywords = Words("break case catch classdef continue else elseif end enumeration events for function global if methods otherwise parfor persistent properties return spmd switch try while arguments"),
        },
        new("octave", "Octave", BlockStyle.Keywords)
        {
            Extensions = ["octave"], Comments = [PercentLine, HashLine], Strings = [DoubleQuoted, SingleDoubled], Traits = LexicalTraits.QuoteAfterOperandIsOperator,
            Keywords = Words("break case catch continue do else elseif end endfor endfunction endif endswitch endwhile for function global if otherwise persistent return switch try until while"),
        },
        new("stan", "Stan", BlockStyle.Braces)
        {
            Extensions = ["stan"], Comments = [.. CStyle, HashLine], Strings = [DoubleQuoted],
            Keywords = Words("functions data parameters model transformed generated quantities int real vector matrix array for while if else return void in"),
        },
        new("sas", "SAS", BlockStyle.Keywords)
        {
            Extensions = ["sas"], Comments = [SlashBlock, new("*", ";", Place: CommentPlace.FirstOnLine)],
                Strings = [SingleDoubled, DoubleDoubled], CaseSensitive = false, WordCharacters = "%&",
            Keywords = Words("data proc run quit set if then else do end while until select when otherwise by where keep drop merge output %macro %mend %if %then %else %do %end %let"),
        },
        new("mercury", "Mercury", BlockStyle.Keywords)
        {
            Extensions = ["mercury"], Comments = [PercentLine, SlashBlock], Strings = [DoubleQuoted, SingleQuoted], Keywords = Words("module interface implementation import_module pred func mode type is if then else some all not"),
        },
    ];

    private static IEnumerable<Language> Business =>
    [
        new("cobol", "COBOL", BlockStyle.Keywords)
        {
            Extensions = ["cob", "cbl", "cpy", "cobol"], Comments = [new("*>")], Strings = [DoubleDoubled, SingleDoubled],
                CaseSensitive = false, WordEndings = "-", Traits = LexicalTraits.CobolColumns,
            Keywords = Words("accept add call close compute continue data delete display division divide else end end-evaluate end-if end-perform end-read evaluate exit file from giving go goback identification if initialize inspect into move multiply not of open or and perform pic picture procedure program-id read rewrite section stop string subtract then thru through to unstring until using value varying when working-storage write"),
        },
        new("pascal", "Pascal", BlockStyle.Keywords)
        {
            Extensions = ["pas", "pp", "dpr", "lpr", "dpk"], Comments = [SlashLine, new("{", "}"), new("(*", "*)")], Strings = [SingleDoubled], CaseSensitive = false,
            Keywords = Words("and array as asm begin case class const constructor destructor div do downto else end except exports file finalization finally for function goto if implementation in inherited initialization inline interface is label library mod nil not object of on operator or out packed procedure program property raise record repeat set shl shr string then threadvar to try type unit until uses var while with xor"),
        },
        new("ada", "Ada", BlockStyle.Keywords)
        {
            Extensions = ["adb", "ads", "ada", "gpr"], Comments = [DashLine], Strings = [DoubleDoubled, Character with { Escape = '\0' }], CaseSensitive = false,
            Keywords = Words("abort abs abstract accept access aliased all and array at begin body case constant declare delay delta digits do else elsif end entry exception exit for function generic goto if in interface is limited loop mod new not null of or others out overriding package pragma private procedure protected raise range record rem renames requeue return reverse select separate some subtype synchronized tagged task terminate then type until use when while with xor"),
        },
        new("sql", "SQL", BlockStyle.Keywords)
        {
            Extensions = ["sql", "ddl", "dml", "plsql", "pls", "pks", "pkb", "psql", "pgsql", "tsql"], Comments = [DashLine, SlashBlock], CaseSensitive = false, WordCharacters = "@#$",
            Strings = [SingleDoubled with { Multiline = true }, DoubleDoubled, new("`", "`") { Escape = '\0' }],
            Keywords = Words("add all alter and any as asc begin between body by call case check column commit constraint create cross cursor database declare default delete desc distinct drop else elsif elseif end except exception exec execute exists exit fetch for foreign from full function grant group having if in index inner insert intersect into is join key language leave left like limit loop merge not null of offset on open or order outer over package partition primary procedure proc raise references repeat replace return returns revoke right rollback schema select sequence set table then to top trigger truncate try catch type union unique update using values view when where while with"),
        },
        new("abap", "ABAP", BlockStyle.Keywords)
        {
            Extensions = ["abap"], Comments = [new("*", Place: CommentPlace.FirstColumn), new("\"")],
                Strings = [SingleDoubled, new("`", "`") { Escape = '\0', Doubled = true }, new("|", "|")], CaseSensitive = false, WordEndings = "-",
            Keywords = Words("and append call case check class clear data define do else elseif endcase endclass endform endfunction endif endloop endmethod endtry endwhile exit field-symbols form function if import implementation into loop method methods move not or perform raise read report select then try type when where while write"),
        },
        new("smalltalk", "Smalltalk", BlockStyle.Braces) { Extensions = ["st"], Comments = [new("\"", "\"")],
            Strings = [SingleDoubled with { Multiline = true }, new("$") { Form = StringForm.OneCharacter }], Keywords = Words("self super nil true false thisContext") },
        new("applescript", "AppleScript", BlockStyle.Keywords)
        {
            Extensions = ["applescript", "scpt"], Comments = [DashLine, HashLine, ParenStar], Strings = [DoubleQuoted], CaseSensitive = false,
            Keywords = Words("and as considering contains else end error every exit false from global if ignoring in into is local my not of on or property repeat return returning script set tell then times to true try until while with without"),
        },
        new("rexx", "REXX", BlockStyle.Keywords)
        {
            Extensions = ["rexx", "rex"], Comments = [new("/*", "*/", Nested: true), DashLine], Strings = [DoubleDoubled, SingleDoubled], CaseSensitive = false,
            Keywords = Words("address arg by call do drop else end exit expose forever if interpret iterate leave otherwise parse procedure pull push queue return say select signal then to trace until upper when while"),
        },
    ];

    private static IEnumerable<Language> Hardware =>
    [
        new("vhdl", "VHDL", BlockStyle.Keywords)
        {
            Extensions = ["vhd", "vhdl"], Comments = [DashLine], Strings = [DoubleDoubled, Character], CaseSensitive = false,
            Keywords = Words("abs access after alias all and architecture array assert attribute begin block body buffer bus case component configuration constant disconnect downto else elsif end entity exit file for function generate generic group if impure in inout is label library linkage loop map mod nand new next nor not null of on open or others out package port postponed procedure process pure range record rem report return select severity shared signal subtype then to type until use variable wait when while with xnor xor"),
        },
        new("assembly", "Assembly")
        {
            Extensions = ["asm", "s", "nasm"], Comments = [SemicolonLine, SlashLine, SlashBlock, HashWord],
                Strings = [DoubleQuoted, SingleQuoted], CaseSensitive = false, WordCharacters = ".%$",
        },
        new("llvm", "LLVM IR") { Extensions = ["ll"], Comments = [SemicolonLine], Strings = [DoubleQuoted], WordCharacters = ".%@$" },
        new("webassembly", "WebAssembly Text") { Extensions = ["wat", "wast"], Comments = [new(";;"), new("(;", ";)", Nested: true)], Strings = [DoubleQuoted], WordCharacters = ".$" },
    ];
}
