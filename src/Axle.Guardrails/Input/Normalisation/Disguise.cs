namespace Axle.Guardrails.Input.Normalisation;

/// <summary>How a text, or a piece of it, was made hard to read for a guard. Several may hold.</summary>
[Flags]
public enum Disguise
{
    /// <summary>Nothing was found.</summary>
    None = 0,

    /// <summary>Characters without width between letters, or marks that pile up on them.</summary>
    Invisible = 1,

    /// <summary>Text in Unicode tags, which no reader sees.</summary>
    Tags = 2,

    /// <summary>Characters that change the direction of writing.</summary>
    Direction = 4,

    /// <summary>Letters of another alphabet that look like Latin ones.</summary>
    Homoglyphs = 8,

    /// <summary>Mathematical, full-width or enclosed letters.</summary>
    Styled = 16,

    /// <summary>Digits and signs for letters.</summary>
    Leetspeak = 32,

    /// <summary>Words whose letters are kept apart.</summary>
    SplitWords = 64,

    /// <summary>A piece in base64.</summary>
    Base64 = 128,

    /// <summary>A piece in hexadecimal or binary digits.</summary>
    Hex = 256,

    /// <summary>Percent signs of addresses.</summary>
    Percent = 512,

    /// <summary>Entities of HTML.</summary>
    Entities = 1024,

    /// <summary>Every letter of a sentence moved by the same number of places, as ROT13 does.</summary>
    Caesar = 2048,

    /// <summary>Written from the end to the beginning.</summary>
    Reversed = 4096,

    /// <summary>A comment of markup or code.</summary>
    Comment = 8192,

    /// <summary>Markup that is not shown, or that is read only by machines (alt, title, caption).</summary>
    Hidden = 16384,

    /// <summary>Words in pig Latin.</summary>
    PigLatin = 32768,

    /// <summary>Escapes of JSON and of programs: a backslash, u or x, and digits.</summary>
    Escapes = 65536,
}
