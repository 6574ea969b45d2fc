namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>Where a restored value will stand, and so how it is written there.</summary>
public enum RestoredFor
{
    /// <summary>As it is, or with the escapes of Markdown or HTML where its name has them.</summary>
    Text,

    /// <summary>Inside a JSON string: quotes, backslashes and control characters are escaped.</summary>
    Json,
}
