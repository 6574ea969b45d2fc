namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Why a letter is not the ASCII letter that it reads as.</summary>
internal enum FoldKind
{
    /// <summary>Usual writing: é, ß, “.</summary>
    Accent,

    /// <summary>Mathematical, full-width, enclosed.</summary>
    Styled,

    /// <summary>Of another alphabet.</summary>
    Lookalike,
}
