import type { Dataset } from '@google-cloud/bigquery';
import type { Bucket } from '@google-cloud/storage';

const HTTP_NOT_FOUND = 404;
const HTTP_CONFLICT = 409;
const statusOf = (error: unknown) => (error as { code?: unknown }).code;
const upper = (location: unknown) => String(location).toUpperCase();

/** In Europe, but not in the multi-region EU: https://cloud.google.com/bigquery/docs/locations#multi-regions */
const OUTSIDE_EU = ['EUROPE-WEST2', 'EUROPE-WEST6'];

/**
 * Makes the dataset where it belongs when it is not there, and compares the places of whatever a load job touches. BigQuery
 * itself says of a job in the wrong place that its dataset does not exist.
 * @throws Error when the dataset or the bucket lies where jobs at `location` cannot use them
 */
export async function prepareDataset(dataset: Dataset, bucket: Bucket, location: string): Promise<void> {
  const [datasetAt, [{ location: bucketAt }]] = await Promise.all([locate(dataset), bucket.getMetadata()]);
  if (upper(datasetAt) === upper(location) && canLoadFrom(upper(bucketAt), upper(datasetAt))) return;
  throw new Error(
    `Expected dataset ${dataset.id ?? ''}, bucket ${bucket.name} and the configured location to be one place, found ` +
      `${upper(datasetAt)}, ${upper(bucketAt)} and ${upper(location)}. Nothing can be moved: change the configuration, or make ` +
      'the dataset or the bucket anew in the right place.',
  );
}

/** The dataset's location; made when it is not there, which another process may do at the same time. */
async function locate(dataset: Dataset): Promise<string> {
  const read = async () =>
    String(((await dataset.getMetadata()) as [{ location?: string }, unknown])[0].location);
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) !== HTTP_NOT_FOUND) throw error;
  }
  try {
    await dataset.create();
  } catch (error) {
    if (statusOf(error) !== HTTP_CONFLICT) throw error;
  }
  return read();
}

/**
 * A bucket must be where the dataset is, or within its multi-region; a dataset in the multi-region US loads from anywhere:
 * https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-json#limitations
 */
const canLoadFrom = (bucketAt: string, datasetAt: string): boolean =>
  bucketAt === datasetAt ||
  datasetAt === 'US' ||
  (datasetAt === 'EU' && bucketAt.startsWith('EUR') && !OUTSIDE_EU.includes(bucketAt));
