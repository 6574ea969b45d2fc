namespace Axle.Schemas;

/// <summary>A published version of JSON Schema.</summary>
public enum SchemaDraft
{
    /// <summary>Draft 2020-12, the newest.</summary>
    Draft202012 = 0,

    /// <summary>Draft 2019-09.</summary>
    Draft201909,

    /// <summary>Draft-07.</summary>
    Draft7,
}
