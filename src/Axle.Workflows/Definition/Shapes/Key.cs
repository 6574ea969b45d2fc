using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>One key of the workflow language, as users see it.</summary>
/// <param name="name">The key.</param>
/// <param name="description">What it means, one sentence.</param>
/// <param name="example">A line or two of YAML that use it.</param>
internal abstract class Key(string name, string description, string example)
{
    /// <summary>The key.</summary>
    public string Name { get; } = name;

    /// <summary>What it means.</summary>
    public string Description { get; } = description;

    /// <summary>YAML that uses it.</summary>
    public string Example { get; } = example;

    /// <summary>Whether it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it may be there without a value.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The step kind that it names; null when it names none.</summary>
    public string? Kind { get; init; }

    /// <summary>The step kinds that it is a part of; empty when it is for all.</summary>
    public IReadOnlyList<string> OnlyFor { get; init; } = [];

    /// <summary>When it does not execute in this version: what to do instead. Null when it executes.</summary>
    public string? Instead { get; init; }

    /// <summary>What its value looks like.</summary>
    public abstract Shape Shape { get; }
}

/// <summary>A key that puts its value into a draft.</summary>
internal abstract class Key<TDraft>(string name, string description, string example) : Key(name, description, example)
{
    /// <summary>Reads the value and gives the draft with it.</summary>
    public abstract TDraft Read(ReadingContext context, Node value, TDraft draft);
}

/// <summary>A key with a value of a type.</summary>
internal sealed class Key<TDraft, T>(string name, Shape<T> shape, string description, string example, Func<TDraft, T, TDraft> set)
    : Key<TDraft>(name, description, example)
{
    /// <inheritdoc/>
    public override Shape Shape => shape;

    /// <inheritdoc/>
    public override TDraft Read(ReadingContext context, Node value, TDraft draft)
    {
        if (value.Kind == NodeKind.Null && !MayBeEmpty && shape is not TemplateShape { AcceptsNothing: true })
        {
            context.WrongType(value, this, shape.Words);
            return draft;
        }

        return shape.TryRead(context, value, this, out var read) ? set(draft, read) : draft;
    }
}
