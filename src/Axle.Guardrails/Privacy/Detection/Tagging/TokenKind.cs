namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>What a token is made of.</summary>
internal enum TokenKind
{
    /// <summary>Letters, with marks and apostrophes between them.</summary>
    Word,

    /// <summary>Digits, with signs that bind digits.</summary>
    Number,

    /// <summary>Letters and digits.</summary>
    Mixed,

    /// <summary>One other character.</summary>
    Sign,

    /// <summary>End of a line.</summary>
    Line,

    /// <summary>Found by a rule already.</summary>
    Masked,
}
