using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Axle.Workflows.Expressions.Templates;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions;

/// <summary>
/// A JSON value in whose strings <c>${{ }}</c> expressions may stand: parsed once, immutable, safe to evaluate from many
/// threads. A string that is one whole expression takes its value and kind; in any other string expressions become text.
/// </summary>
/// <remarks>Limits: 128 levels, 10,000 expressions. Keys cannot hold expressions.</remarks>
public sealed class Template
{
    private readonly TemplateNode? _root;

    private Template(JsonElement source, TemplateNode? root, IReadOnlyList<TemplatePart> parts)
    {
        Source = source;
        _root = root;
        Parts = parts;
    }

    /// <summary>The value as given.</summary>
    public JsonElement Source { get; }

    /// <summary>Whether there is no expression in it, so that its value is <see cref="Source"/>.</summary>
    public bool IsLiteral => Parts.Count == 0;

    /// <summary>The expressions and where they stand, in the order of the source.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>The expressions, in the order of the source.</summary>
    public IReadOnlyList<Expression> Expressions => [.. Parts.Select(part => part.Expression)];

    /// <summary>Every place where a context is read; positions count from the start of the expression that reads it.</summary>
    public IReadOnlyList<ContextReference> References => [.. Parts.SelectMany(part => part.Expression.References)];

    /// <summary>A template that is its own value, whatever its strings hold.</summary>
    public static Template Literal(JsonElement value) => new(value, null, []);

    /// <summary>Parses a value. The document must stay undisposed as long as the template is used.</summary>
    /// <exception cref="ExpressionException">The first fault; use <see cref="TryParse"/> to see all.</exception>
    public static Template Parse(JsonElement json) =>
        TryParse(json, out var template, out var faults) ? template : throw new ExpressionException(faults[0].Fault);

    /// <summary>Parses a value; gives every fault instead of throwing.</summary>
    public static bool TryParse(
        JsonElement json, [NotNullWhen(true)] out Template? template, out IReadOnlyList<TemplateFault> faults)
    {
        var reader = new TemplateReader();
        var root = reader.Read(json);
        faults = reader.Faults;
        template = faults.Count == 0 ? new Template(json, root, reader.Parts) : null;
        return template is not null;
    }

    /// <summary>The template's value in a scope; all its expressions share one budget.</summary>
    /// <returns>JSON that owns its memory; <see cref="Source"/> itself when the template is literal.</returns>
    /// <exception cref="ExpressionException">An expression has no value for this input, or the budget is spent.</exception>
    public JsonElement Evaluate(IExpressionScope scope, ExpressionBudget? budget = null)
    {
        if (_root is null || IsLiteral)
        {
            return Source;
        }

        var evaluation = new Evaluation(scope, budget);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            _root.Write(writer, ref evaluation);
        }

        return JsonText.ParseWritten(buffer.WrittenMemory);
    }
}
