using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>Pictures, sounds and files as OpenAI's protocols write them.</summary>
internal static class Media
{
    /// <summary>The address of a picture: its own, or its bytes as a data URI. Null when this is no picture.</summary>
    public static string? ImageAddress(AIContent content) => content switch
    {
        DataContent data when data.HasTopLevelMediaType("image") => data.Uri,
        UriContent uri when uri.HasTopLevelMediaType("image") => uri.Uri.OriginalString,
        _ => null,
    };

    /// <summary>How closely a picture is to be looked at: <c>low</c>, <c>high</c>, <c>auto</c>; null leaves it to the model.</summary>
    public static string? Detail(AIContent content) =>
        content.AdditionalProperties?.TryGetValue("detail", out var detail) is true ? detail?.ToString() : null;

    /// <summary>The short name of a sound's format: <c>wav</c>, <c>mp3</c> …; null when this is no sound.</summary>
    public static string? AudioFormat(AIContent content) =>
        content is not DataContent data || !data.HasTopLevelMediaType("audio") ? null : data.MediaType switch
        {
            "audio/mpeg" or "audio/mp3" => "mp3",
            "audio/wav" or "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "wav",
            var other => other["audio/".Length..],
        };

    /// <summary>The media type of a sound format.</summary>
    public static string AudioType(string? format) => format switch
    {
        null or "" or "wav" => "audio/wav",
        "mp3" => "audio/mpeg",
        _ => $"audio/{format}",
    };

    /// <summary>The error for content that a protocol has no place for.</summary>
    public static AxleException Unsupported(AIContent content, string protocol) => new(ErrorKind.Validation,
        $"A message holds {content.GetType().Name}, which {protocol} cannot carry. Send text, images, sound or files.");
}
