import { invalidRequest, notFound } from '../errors';

/** Somebody, or some group, that may see a library. */
export interface Entity {
	share_with_uuid: string;
	share_with_type: 'User' | 'Workspace' | 'Org';
}

/** An access as the API shows it (schema `Sharing`). */
export interface Sharing extends Entity {
	library_id: string;
	/** Deprecated. */
	user_id: string | null;
	/** Deprecated. */
	org_id: string;
	/** The level, or `Owner` (assumed). */
	role: string;
}

/** The one organization of the simulator; the vendor's ids of organizations are UUIDs, too. */
export const organizationId = '0a5c31f0-6f2f-4d5e-8a06-3a1d8f2b7c01';

/** Who may see one library. The owner is among them from the start and for ever. */
export class Accesses {
	private sharings: Sharing[];

	constructor(
		private readonly libraryId: string,
		private readonly owner: Entity,
	) {
		this.sharings = [this.sharing(owner, 'Owner')];
	}

	/** In the order in which they were given or last changed. */
	list(): Sharing[] {
		return this.sharings;
	}

	/** Gives an access or changes its level. */
	set(entity: Entity, level: 'Viewer' | 'Editor'): Sharing {
		this.refuseOwner(entity, 'change their own role');
		const sharing = this.sharing(entity, level);
		this.sharings = [...this.sharings.filter((one) => !isOf(one, entity)), sharing];
		return sharing;
	}

	/** Throws the API's 404 when there is no such access. */
	revoke(entity: Entity): Sharing {
		this.refuseOwner(entity, 'delete their own access');
		const sharing = this.sharings.find((one) => isOf(one, entity));
		if (!sharing) throw notFound(`Access of ${entity.share_with_type} ${entity.share_with_uuid}`);
		this.sharings = this.sharings.filter((one) => one !== sharing);
		return sharing;
	}

	/** Documented; the status is assumed. */
	private refuseOwner({ share_with_uuid }: Entity, what: string): void {
		if (share_with_uuid !== this.owner.share_with_uuid) return;
		throw invalidRequest(403, `An owner cannot ${what}.`);
	}

	private sharing({ share_with_uuid, share_with_type }: Entity, role: string): Sharing {
		return {
			library_id: this.libraryId,
			user_id: share_with_type === 'User' ? share_with_uuid : null,
			org_id: organizationId,
			role,
			share_with_type,
			share_with_uuid,
		};
	}
}

function isOf(sharing: Sharing, { share_with_uuid, share_with_type }: Entity): boolean {
	return sharing.share_with_uuid === share_with_uuid && sharing.share_with_type === share_with_type;
}
