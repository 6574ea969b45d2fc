using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Axle.Workflows.Definition.Building;

/// <summary>
/// The text of an expression, put together by C#: <c>Expr.Step("lint").Output["score"] >= 80</c> is <c>steps.lint.output.score >= 80</c>.
/// Stands wherever a value stands, and in texts: <c>$"Deploy {Expr.Input("version")}?"</c>. Whatever an <see cref="Expr"/> is compared with is
/// a literal unless it is an <see cref="Expr"/> too.
/// </summary>
[JsonConverter(typeof(ExprJson))]
public sealed class Expr
{
    private readonly bool _isWhole;

    private Expr(string text, bool isWhole) => (Text, _isWhole) = (text, isWhole);

    /// <summary>The expression without <c>${{ }}</c>.</summary>
    public string Text { get; }

    /// <summary>The item that the steps of a <c>forEach</c> are run for.</summary>
    public static Expr Item { get; } = Of("item");

    /// <summary>Number of that item, from 0.</summary>
    public static Expr Index { get; } = Of("index");

    /// <summary>The round of a loop: <c>index</c>, <c>first</c>, <c>previous</c>.</summary>
    public static Expr Loop { get; } = Of("loop");

    /// <summary>The run itself.</summary>
    public static Expr Run { get; } = Of("run");

    /// <summary>An input of the run.</summary>
    public static Expr Input(string name) => Of("inputs")[name];

    /// <summary>A variable of the run.</summary>
    public static Expr Variable(string name) => Of("variables")[name];

    /// <summary>An allow-listed environment variable.</summary>
    public static Expr Env(string name) => Of("env")[name];

    /// <summary>Another step.</summary>
    public static StepExpr Step(string key) => new(key);

    /// <summary>An expression as it is written in a file, without <c>${{ }}</c>.</summary>
    public static Expr Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Expr(text, text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'));
    }

    /// <summary>A function's value, for example <c>Expr.Call("length", Expr.Input("files"))</c>.</summary>
    /// <param name="function">Name of the function.</param>
    /// <param name="arguments">Expressions, or literals: text, numbers, true and false, null.</param>
    public static Expr Call(string function, params ReadOnlySpan<object?> arguments)
    {
        var texts = new List<string>(arguments.Length);
        foreach (var argument in arguments)
            texts.Add(Operand(argument).Text);
        return new Expr($"{function}({string.Join(", ", texts)})", isWhole: true);
    }

    /// <summary>A field of an object.</summary>
    [IndexerName("Member")]
    public Expr this[string name] => new(IsName(name) ? $"{Whole}.{name}" : $"{Whole}[{Quoted(name)}]", isWhole: true);

    /// <summary>An item of a list, from 0.</summary>
    [IndexerName("Member")]
    public Expr this[int index] => new(string.Create(CultureInfo.InvariantCulture, $"{Whole}[{index}]"), isWhole: true);

    /// <summary>The field or item that another expression names.</summary>
    [IndexerName("Member")]
    public Expr this[Expr index] => new($"{Whole}[{index.Text}]", isWhole: true);

    /// <summary>All items of a list; what follows is read of each of them.</summary>
    public Expr Each => new($"{Whole}.*", isWhole: true);

    /// <summary>Whether both are equal, as the language compares.</summary>
    public static Expr operator ==(Expr left, object? right) => Joined(left, "==", right);

    /// <summary>Whether both are different, as the language compares.</summary>
    public static Expr operator !=(Expr left, object? right) => Joined(left, "!=", right);

    /// <summary>Whether the left one is less.</summary>
    public static Expr operator <(Expr left, object? right) => Joined(left, "<", right);

    /// <summary>Whether the left one is greater.</summary>
    public static Expr operator >(Expr left, object? right) => Joined(left, ">", right);

    /// <summary>Whether the left one is not greater.</summary>
    public static Expr operator <=(Expr left, object? right) => Joined(left, "<=", right);

    /// <summary>Whether the left one is not less.</summary>
    public static Expr operator >=(Expr left, object? right) => Joined(left, ">=", right);

    /// <summary>Both: the language's <c>&amp;&amp;</c>.</summary>
    public static Expr operator &(Expr left, object? right) => Joined(left, "&&", right);

    /// <summary>The left one when it is truthy, else the right one: the language's <c>||</c>.</summary>
    public static Expr operator |(Expr left, object? right) => Joined(left, "||", right);

    /// <summary>The opposite.</summary>
    public static Expr operator !(Expr operand) => new($"!{operand.Whole}", isWhole: false);

    /// <summary>The expression in <c>${{ }}</c>, as a text of a workflow.</summary>
    public static implicit operator string(Expr expression) => expression.ToString();

    /// <summary>The expression in <c>${{ }}</c>.</summary>
    public override string ToString() => $"${{{{ {Text} }}}}";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Expr other && other.Text == Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private string Whole => _isWhole ? Text : $"({Text})";

    private static Expr Joined(Expr left, string sign, object? right) => new($"{left.Whole} {sign} {Operand(right).Whole}", isWhole: false);

    private static Expr Operand(object? value) => value switch
    {
        Expr expression => expression,
        null => Of("null"),
        bool yes => Of(yes ? "true" : "false"),
        string text => new Expr(Quoted(text), isWhole: true),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            new Expr(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), isWhole: true),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot stand in an expression; give text, a number, true, false, null or an Expr.", nameof(value)),
    };

    private static bool IsName(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
