namespace Lakehouse.Testing;

/// <summary>Entry points of the assertions about features and gold.</summary>
public static class TestingAssertions
{
    /// <summary>Says what is expected of the features of one key or request.</summary>
    public static FeatureValuesAssertions Should(this FeatureValues features) => new(features);

    /// <summary>Says what is expected of gold rows.</summary>
    public static GoldRowsAssertions Should(this GoldRows gold) => new(gold);
}
