namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>Where a restored value will stand, and so how it is written there.</summary>
public enum RestoredFor
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>Inside a JSON string: quotes, backslashes and control characters are escaped.</summary>
    Json,

    /// <summary>In Markdown: signs that would be markup are escaped.</summary>
    Markdown,
}
