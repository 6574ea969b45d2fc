using System.Diagnostics.CodeAnalysis;

namespace Axle.Workflows.Expressions;

/// <summary>The kinds of value that expressions know. The names are what values of kind array and object become as text.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are part of the language: an object written as text is 'Object'.")]
public enum ExpressionKind
{
    /// <summary>Nothing; also what a missing member reads as.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A double.</summary>
    Number,

    /// <summary>Text.</summary>
    String,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Members by key, letter case of keys ignored.</summary>
    Object,
}
