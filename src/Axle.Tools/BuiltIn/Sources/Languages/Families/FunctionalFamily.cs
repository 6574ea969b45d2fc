using static Axle.Tools.BuiltIn.Sources.Languages.Families.Syntax;

namespace Axle.Tools.BuiltIn.Sources.Languages.Families;

/// <summary>The Lisp and ML families, and other functional and logic languages.</summary>
internal static class FunctionalFamily
{
    private const string LispCharacters = "-*?!<>=/+.&%$:'";

    private static readonly CommentSyntax LispBlock = new("#|", "|#", Nested: true);

    public static IEnumerable<Language> All => [.. Lisps, .. Mls, .. Others];

    private static IEnumerable<Language> Lisps =>
    [
        Lisp("clojure", "Clojure", "def defn defn- defmacro defmulti defmethod defprotocol defrecord deftype fn if if-let if-not cond case condp let loop recur when when-let when-not while for doseq dotimes do try catch finally throw ns and or not", "clj", "cljs", "cljc", "edn", "bb")
            with { Comments = [SemicolonLine], Strings = [new("#\"", "\""), DoubleLines, new("\\") { Form = StringForm.OneCharacter }] },
        Lisp("commonlisp", "Common Lisp", "defun defmacro defmethod defgeneric defclass defstruct defvar defparameter defconstant defpackage lambda if cond case typecase when unless let let* flet labels loop do dolist dotimes progn and or not return", "lisp", "lsp", "asd"),
        Lisp("emacslisp", "Emacs Lisp", "defun defmacro defsubst defvar defcustom defconst cl-defun lambda if cond pcase when unless let let* while dolist dotimes progn condition-case unwind-protect and or not", "el")
            with { Strings = [DoubleLines, new("?") { Form = StringForm.OneCharacter }] },
        Lisp("scheme", "Scheme", "define define-syntax define-record-type lambda if cond case when unless let let* letrec do begin and or not", "scm", "ss", "sld", "sls"),
        Lisp("racket", "Racket", "define define-syntax define-values struct lambda if cond case match when unless let let* letrec for for/list do begin and or not module require provide", "rkt", "rktl"),
        Lisp("fennel", "Fennel", "fn lambda local global var let if when each for while do match case and or not", "fnl"),
        Lisp("hy", "Hy", "defn defmacro defclass fn if cond when unless for while do try except and or not import require setv", "hy"),
    ];

    private static IEnumerable<Language> Mls =>
    [
        new("haskell", "Haskell", BlockStyle.Indentation)
        {
            Extensions = ["hs", "hsc", "hs-boot"], Comments = [new("{-", "-}", Nested: true), DashLine], Strings = [DoubleQuoted, Character], WordEndings = "'",
            Keywords = Words("case class data default deriving do else family forall foreign if import in infix infixl infixr instance let mdo module newtype of proc qualified rec then type where"),
        },
        new("purescript", "PureScript", BlockStyle.Indentation)
        {
            Extensions = ["purs"], Comments = [new("{-", "-}", Nested: true), DashLine], Strings = [TripleDouble, DoubleQuoted, Character], WordEndings = "'",
            Keywords = Words("ado case class data derive do else forall foreign if import in infix infixl infixr instance let module newtype of then type where"),
        },
        new("elm", "Elm", BlockStyle.Indentation)
        {
            Extensions = ["elm"], Comments = [new("{-", "-}", Nested: true), DashLine], Strings = [TripleDouble, DoubleQuoted, Character],
            Keywords = Words("as case else exposing if import in infix let module of port then type alias where"),
        },
        new("idris", "Idris", BlockStyle.Indentation)
        {
            Extensions = ["idr"], Comments = [new("{-", "-}", Nested: true), DashLine], Strings = [TripleDouble, DoubleQuoted, Character], WordEndings = "'",
            Keywords = Words("case class codata data do else export if implementation import in infix infixl infixr interface let module mutual namespace of parameters partial private public record rewrite then total using where with"),
        },
        new("agda", "Agda", BlockStyle.Indentation)
        {
            Extensions = ["agda", "lagda"], Comments = [new("{-", "-}", Nested: true), DashLine], Strings = [DoubleQuoted], WordEndings = "'-",
            Keywords = Words("abstract constructor data do field forall hiding import in infix infixl infixr instance let macro module mutual open overlap pattern postulate primitive private public record renaming rewrite syntax using variable where with"),
        },
        new("lean", "Lean", BlockStyle.Indentation)
        {
            Extensions = ["lean"], Comments = [new("/-", "-/", Nested: true), DashLine], Strings = [DoubleQuoted, Character], WordEndings = "'?!",
            Keywords = Words("abbrev axiom by class def deriving do else end example extends for fun have if import in inductive instance let macro match mutual namespace noncomputable open partial private protected return section show structure syntax termination_by then theorem lemma universe variable where while with"),
        },
        new("ocaml", "OCaml", BlockStyle.Keywords)
        {
            Extensions = ["ml", "mli", "mll", "mly"], Comments = [ParenStar], Strings = [new("{|", "|}") { Escape = '\0', Multiline = true }, DoubleLines, Character], WordEndings = "'",
            Keywords = Words("and as assert begin class constraint do done downto else end exception external false for fun function functor if in include inherit initializer lazy let match method module mutable new nonrec object of open or private rec sig struct then to true try type val virtual when while with"),
        },
        new("reason", "Reason", BlockStyle.Braces)
        {
            Extensions = ["re", "rei", "res", "resi"], Comments = CStyleNested, Strings = [DoubleLines, Backtick with { Hole = "${" }, Character],
            Keywords = Words("and as assert async await class constraint else exception external false for fun if in include lazy let module mutable nonrec of open pri pub rec switch then to true try type when while with"),
        },
        new("sml", "Standard ML", BlockStyle.Keywords)
        {
            Extensions = ["sml", "sig", "fun"], Comments = [ParenStar], Strings = [new("#\"", "\""), DoubleLines], WordEndings = "'",
            Keywords = Words("abstype and andalso as case datatype do else end exception fn fun functor handle if in include infix infixr let local nonfix of op open orelse raise rec sharing sig signature struct structure then type val where while with withtype"),
        },
        new("coq", "Coq", BlockStyle.Keywords)
        {
            Extensions = ["coq"], Comments = [ParenStar], Strings = [DoubleDoubled with { Multiline = true }], WordEndings = "'",
            Keywords = Words("Axiom Definition Fixpoint Inductive Lemma Theorem Proof Qed Defined Record Class Instance Section End Module Require Import Export Variable Notation forall fun match with end if then else let in as return"),
        },
    ];

    private static IEnumerable<Language> Others =>
    [
        new("erlang", "Erlang", BlockStyle.Keywords)
        {
            Extensions = ["erl", "hrl", "escript", "xrl", "yrl"], FileNames = ["rebar.config"], Shebangs = ["escript"], Comments = [PercentLine],
            Strings = [TripleDouble, DoubleLines, SingleQuoted, new("$") { Form = StringForm.OneCharacter }], WordEndings = "@",
            Keywords = Words("after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end fun if let maybe not of or orelse receive rem try when xor"),
        },
        new("prolog", "Prolog", BlockStyle.Keywords)
        {
            Extensions = ["pro", "prolog", "plt"], Shebangs = ["swipl"], Comments = [PercentLine, SlashBlock], Strings = [DoubleLines, SingleQuoted],
            Keywords = Words("is mod rem not dynamic discontiguous module use_module"),
        },
        new("nix", "Nix", BlockStyle.Braces)
        {
            Extensions = ["nix"], Comments = [HashLine, SlashBlock],
                Strings = [new("''", "''") { Escape = '\0', Multiline = true, Hole = "${" }, DoubleLines with { Hole = "${" }], WordEndings = "-'",
            Keywords = Words("assert else if in inherit let or rec then with"),
        },
        new("wolfram", "Wolfram Language", BlockStyle.Braces)
        {
            Extensions = ["wl", "wls", "nb"], Comments = [ParenStar], Strings = [DoubleLines], WordCharacters = "$",
            Keywords = Words("If Which Switch Do While For Module Block With Function Return Table Map"),
        },
    ];

    private static Language Lisp(string id, string name, string words, params string[] extensions) => new(id, name, BlockStyle.Parentheses)
    {
        Extensions = extensions,
        Comments = [LispBlock, SemicolonLine],
        Strings = [new("#\\") { Form = StringForm.OneCharacter }, DoubleLines],
        WordCharacters = LispCharacters,
        Keywords = Words(words),
    };
}
