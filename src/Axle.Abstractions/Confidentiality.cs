namespace Axle;

/// <summary>Who may see content. The numbers are stored and compared: the higher, the fewer.</summary>
public enum Confidentiality
{
    /// <summary>Anybody.</summary>
    Open = 0,

    /// <summary>People of the tenant.</summary>
    Internal = 1,

    /// <summary>Those who were given it.</summary>
    Confidential = 2,
}
